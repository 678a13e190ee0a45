//! Formulas: which text is one, what becomes of it in both outputs, and that no TeX
//! costs the article.

use crate::corpus::PRESS;
use crate::epub::book::Book;
use pamphlet::diagnostic::Code;
use pamphlet::model::{BlockKind, Formula, Inline, MathNode};
use pamphlet::{Article, Files, Options, Output, Report, Source, render, understand};

/// Formulas as papers in economics and statistics have them, each with how it is said.
const FORMULAS: &[(&str, &str)] = &[
    ("x^2", "x squared"),
    (r"\frac{a}{b}", "a over b"),
    (r"\frac{1}{2}", "one half"),
    (
        r"y_{i,t} = \alpha + \beta x_{i,t} + \varepsilon_{i,t}",
        "y sub i comma t equals alpha plus beta x sub i comma t plus epsilon sub i comma t",
    ),
    (r"\hat{\beta}_{OLS}", "beta hat sub cap O cap L cap S"),
    (
        r"\hat\beta = (X'X)^{-1}X'y",
        "beta hat equals open paren cap X prime cap X close paren to the power negative 1 cap X prime y",
    ),
    (
        r"\bar{x} = \frac{1}{n}\sum_{i=1}^{n} x_i",
        "x bar equals 1 over n the sum from i equals 1 to n of x sub i",
    ),
    (
        r"\sigma^2 = \frac{\sum_{i=1}^n (x_i - \bar x)^2}{n-1}",
        "sigma squared equals the fraction with numerator the sum from i equals 1 to n of open paren x sub i minus \
         x bar close paren squared and denominator n minus 1, end fraction",
    ),
    (
        r"\mathbb{E}[\varepsilon \mid X] = 0",
        "double-struck cap E of open bracket epsilon given cap X close bracket equals 0",
    ),
    (r"\operatorname{Var}(X)", "Var of open paren cap X close paren"),
    (
        r"\mathcal{N}(\mu, \sigma^2)",
        "script cap N open paren mu comma sigma squared close paren",
    ),
    (
        r"X \sim N(0,1)",
        "cap X is distributed as cap N open paren 0 comma 1 close paren",
    ),
    (r"\sqrt{x}", "the square root of x"),
    (r"\sqrt[3]{x+1}", "the cube root of x plus 1, end root"),
    (r"\sqrt[n]{x}", "the n -th root of x"),
    (
        r"\int_0^1 f(x)\,dx",
        "the integral from 0 to 1 of f of open paren x close paren d x",
    ),
    (
        r"\lim_{x \to 0} \frac{\sin x}{x} = 1",
        "the limit as x approaches 0 of sine x over x equals 1",
    ),
    (r"|x|", "the absolute value of x, end absolute value"),
    (r"\lVert x \rVert_2", "the norm of x, end norm, sub 2"),
    (r"\binom{n}{k}", "n choose k"),
    (
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
        "the 2 by 2 matrix, row 1: a, b; row 2: c, d; end matrix",
    ),
    (
        r"f(x) = \begin{cases} 1 & \text{if $x > 0$} \\ 0 & \text{otherwise} \end{cases}",
        "f of open paren x close paren equals 2 cases, case 1, 1, if x is greater than 0, case 2, 0, otherwise, end cases",
    ),
    (
        r"\begin{aligned} a &= b \\ &= c \end{aligned}",
        "line 1: a equals b; line 2: equals c",
    ),
    (r"-c", "negative c"),
    (r"a - b", "a minus b"),
    (r"\Gamma(n)", "cap gamma of open paren n close paren"),
    (r"\max_i x_i", "max over i of x sub i"),
    (r"\text{GDP}_t", "GDP sub t"),
    (r"10\%", "10 percent"),
    (r"90^\circ", "90 degrees"),
    (r"\frac{\partial u}{\partial x}", "partial u over partial x"),
    (r"\log w_i = \beta_0 + \beta_1 S_i + u_i", ""),
    (r"\Delta \ln Y_t = g + n + \delta", ""),
    (r"Y = A K^\alpha L^{1-\alpha}", ""),
    (r"U = \sum_{t=0}^{\infty} \beta^t u(c_t)", ""),
    (
        r"\max_{c_t} \mathbb{E}_0 \sum_{t=0}^\infty \beta^t \frac{c_t^{1-\gamma}}{1-\gamma}",
        "",
    ),
    (r"\text{s.t. } c_t + k_{t+1} \le f(k_t) + (1-\delta) k_t", ""),
    (r"\mathcal{L} = f(x) - \lambda\,(g(x) - c)", ""),
    (r"NPV = \sum_{t=1}^{T} \frac{B_t - C_t}{(1+r)^t}", ""),
    (
        r"G = \frac{\sum_{i}\sum_{j} \lvert x_i - x_j \rvert}{2 n^2 \bar x}",
        "",
    ),
    (r"P(A \mid B) = \frac{P(B \mid A)\,P(A)}{P(B)}", ""),
    (
        r"\ln\left(\frac{p}{1-p}\right) = \mathbf{x}'\boldsymbol{\beta}",
        "",
    ),
    (
        r"\Phi(z) = \frac{1}{\sqrt{2\pi}} \int_{-\infty}^{z} e^{-u^2/2}\,du",
        "",
    ),
    (
        r"\hat{\tau} = (\bar Y_{T,1} - \bar Y_{T,0}) - (\bar Y_{C,1} - \bar Y_{C,0})",
        "",
    ),
    (
        r"\varepsilon_{it} \overset{iid}{\sim} \mathcal{N}(0, \sigma^2)",
        "",
    ),
    (r"\prod_{i=1}^n f(x_i;\theta)", ""),
    (
        r"\operatorname*{arg\,min}_{\theta \in \Theta} \lVert y - X\theta \rVert_2^2 + \lambda \lVert \theta \rVert_1",
        "",
    ),
    (
        r"\underbrace{C + I + G}_{\text{domestic}} + \overbrace{X - M}^{\text{net trade}}",
        "",
    ),
    (
        r"\left[ \frac{\partial^2 \ell}{\partial\theta\,\partial\theta'} \right]^{-1}",
        "",
    ),
    (r"\left. \frac{dy}{dx} \right|_{x=0}", ""),
    (r"\{ x \in \mathbb{R}^n : Ax \le b \}", ""),
    (r"A \cup B \subseteq \Omega \setminus \emptyset", ""),
    (r"\forall \epsilon > 0 \; \exists \delta > 0", ""),
    (r"p \wedge q \Rightarrow \neg r \iff s", ""),
    (r"x \approx 3.14 \times 10^{-5} \pm 0.02", ""),
    (r"\begin{bmatrix} \rho & 0 \\ 0 & \sigma^2 \end{bmatrix}", ""),
    (
        r"\left[\begin{array}{cc|c} 1 & 2 & 3 \\ 4 & 5 & 6 \end{array}\right]",
        "",
    ),
    (
        r"\begin{align} a &= b + c \label{eq:a} \\[4pt] &= d \nonumber \end{align}",
        "",
    ),
    (r"\begin{equation} E = mc^2 \end{equation}", ""),
    (r"\begin{eqnarray} a &=& b \\ c &=& d \end{eqnarray}", ""),
    (r"\begin{gather*} a \\ b \end{gather*}", ""),
    (
        r"\sum_{\substack{i<j \\ k}} a_{ij} \quad \boxed{x+1} \quad \mbox{for all } x",
        "",
    ),
    (
        r"\widehat{xyz} + \widetilde{abc} + \overline{ab} + \underline{c} + \vec v + \dot x + \ddot y",
        "",
    ),
    (
        r"X \xrightarrow{d} Y, \quad \sqrt{n}(\hat\theta - \theta) \stackrel{p}{\to} 0",
        "",
    ),
    (
        r"\bigl( \Bigl[ \bigg\{ x \bigg\} \Bigr] \bigr) \cancel{y} \textcolor{red}{z}",
        "",
    ),
    (
        r"{}_n q_x \cdot \prescript{a}{b}{C} \cdots \vdots \ldots \dots",
        "",
    ),
    (
        r"\mathrm{d}x\,\mathsf{A}\,\mathtt{b}\,\mathfrak{g}\,\mathscr{F}\,\mathbb{1}",
        "",
    ),
    (
        r"\textbf{bold} \textit{italic} \texttt{code} \textsc{caps} \textrm{roman} \textsf{sans}",
        "",
    ),
];

fn read(body: &str) -> (Article, Report) {
    let text = format!("---\ntitle: Formulas\nlang: en\ndate: 2025-01-01\n---\n\n{body}");
    let mut report = Report::new();
    let source = Source::new("math.md", text);
    let article = understand(&source, &Files::none(), &Default::default(), &mut report).expect("an article");
    (article, report)
}

/// Every formula of an article, with whether it is a block, its id.
fn formulas(article: &Article) -> Vec<(bool, String, Formula)> {
    fn inlines(list: &[Inline], found: &mut Vec<(bool, String, Formula)>) {
        for inline in list {
            if let Inline::Math { formula, .. } = inline {
                found.push((false, String::new(), formula.clone()));
            }
            inlines(inline.content().unwrap_or_default(), found);
        }
    }
    let mut found = Vec::new();
    article.each_block(&mut |block| {
        if let BlockKind::Math { id, formula, .. } = &block.kind {
            found.push((true, id.clone(), formula.clone()));
        }
        inlines(block.own_text(), &mut found);
    });
    found
}

fn both(article: &Article, report: &mut Report) -> (Vec<u8>, Book) {
    let outputs = [Output::Pdf, Output::Epub];
    let files = render(article, &PRESS, &outputs, &Options::default(), report);
    let files = files.unwrap_or_else(|_| panic!("both outputs: {:?}", report.diagnostics()));
    let book = Book::open(&files[1].bytes);
    (files.into_iter().next().expect("the PDF").bytes, book)
}

#[test]
fn formulas_come_through_in_line_and_on_their_own() {
    let mut body = String::new();
    for (tex, _) in FORMULAS {
        let in_line = !tex.starts_with(r"\begin{align}")
            && !tex.starts_with(r"\begin{e")
            && !tex.starts_with(r"\begin{g");
        if in_line {
            body.push_str(&format!("In line ${tex}$ and more.\n\n"));
        }
        body.push_str(&format!("$$\n{tex}\n$$\n\n"));
    }
    let (article, mut report) = read(&body);
    let found = formulas(&article);
    assert_eq!(found.iter().filter(|(block, ..)| *block).count(), FORMULAS.len());
    for (_, _, formula) in &found {
        assert!(
            formula.tree.is_some(),
            "{}: {:?}",
            formula.tex,
            report.diagnostics()
        );
        assert!(!formula.spoken.is_empty(), "{}", formula.tex);
    }
    let (_, book) = both(&article, &mut report);
    assert_eq!(report.diagnostics(), [], "nothing to say");
    let nodes = book.nodes("text.xhtml");
    let math: Vec<_> = nodes.iter().filter(|node| node.name == "math").collect();
    assert_eq!(math.len(), found.len());
    assert!(math.iter().all(|node| !node.get("alttext").is_empty()));
    assert_eq!(
        nodes.iter().filter(|node| node.name == "annotation").count(),
        found.len()
    );
    let package = book.text("content.opf");
    assert!(package.contains("properties=\"mathml\""));
    assert!(package.contains(">MathML<") && package.contains(">describedMath<"));
}

#[test]
fn formulas_are_said_as_people_say_them() {
    for (tex, said) in FORMULAS.iter().filter(|(_, said)| !said.is_empty()) {
        let (article, _) = read(&format!("$${tex}$$\n"));
        let found = formulas(&article);
        assert_eq!(found[0].2.spoken, *said, "{tex}");
    }
}

#[test]
fn money_is_no_formula() {
    for text in [
        "It costs $20,000 and $30,000.",
        "US$5–$6 a month, US$5-$6, A$5m and NZ$6m.",
        "between $5 to $6 million",
        "*$5* to **$6**, _$7_, ~~$8~~",
        "**$5** and **$6**",
        "$5/month vs. US$ 6",
        "$5bn (A$7bn)",
        "($5)($6)",
        "$5m, €6m, 7$ and 8$.",
        "A fine of $1,000—or $2,000—was due",
        "Costs rose from $1.2 billion in 2010 to $3.4 billion in 2020.",
        "a 5$ bill and a 10$ bill",
        "R$5, C$6, HK$7 and S$8",
        "$ 5 and $ 6",
        "Income (in $) and wealth (in $)",
        "the $US and the $A",
        "$100-$200",
        "$100–200 or $300/t",
        "about $5 (or £4) to $6",
        "$15/hour, $16/hour",
        "prices: $, $$, $$$ and $$$$",
        "from $$ to $$",
        "$$ and more $$",
        r"\$5 and \$6",
        "`$x$` and `a $y$ b`",
        "[a $5](https://example.org/$x$) and <https://example.org/$y$>",
        "$5-a-day and $10-a-day",
        "$HOME/bin and $PATH",
        "$5 million$ and",
        r"\(1\) and \[sic\] and \[see a_b\]",
        "| a | b |\n|---|---|\n| $5 | $6 |\n| $7|$8 |\n|US$|A$|",
    ] {
        let (article, _) = read(text);
        assert_eq!(formulas(&article), [], "{text}");
        let (plain, _) = read(&text.replace("\\$", "€").replace('$', "€"));
        let as_euros = |article: &Article| {
            let json = serde_json::to_string(&article.body).expect("JSON");
            json.split("\"span\"")
                .map(|part| part.split_once(']').map_or(part, |(_, rest)| rest).to_owned())
                .collect::<String>()
                .replace('$', "€")
        };
        assert_eq!(as_euros(&article), as_euros(&plain), "{text}");
    }
}

#[test]
fn formulas_are_found_in_every_form() {
    let block = |tex: &str, id: &str| (true, id.to_owned(), tex.to_owned());
    let line = |tex: &str| (false, String::new(), tex.to_owned());
    let cases = vec![
        ("a $x$ b", vec![line("x")]),
        ("*a $x_1 * y_2$ b*", vec![line("x_1 * y_2")]),
        ("$a$$b$ and $c$", vec![line("a"), line("b"), line("c")]),
        (
            "CO$_2$, m$^2$, 2$\\times$, $k$-means, ($n$)",
            vec![line("_2"), line("^2"), line("\\times"), line("k"), line("n")],
        ),
        (
            "It costs $5 where $p = 5$ and $6 where $p = 6$.",
            vec![line("p = 5"), line("p = 6")],
        ),
        ("$a\nb$", vec![line("a\nb")]),
        ("$`x`$", vec![line("x")]),
        ("$$\nx\n$$", vec![block("x", "")]),
        ("$$ x $$ {#eq-x}", vec![block("x", "eq-x")]),
        ("$$\nx\n$$ {#eq:x}\n\nmore", vec![block("x", "eq-x")]),
        ("before $$x$$ after", vec![block("x", "")]),
        ("> $$\n> a\n> - b\n> $$", vec![block("a\n- b", "")]),
        ("- item\n\n  $$\n  a\n  = b\n  $$", vec![block("a\n  = b", "")]),
        ("$$\na\n- b\n+ c\n# d\n$$", vec![block("a\n- b\n+ c\n# d", "")]),
        ("# On $x$", vec![line("x")]),
        ("# On $$x$$", vec![line("x")]),
        (
            "| a |\n|---|\n| $|x|$ |\n| $P(A|B)$ |",
            vec![line("|x|"), line("P(A|B)")],
        ),
        ("```math\nx\n```", vec![block("x", "")]),
        ("```{math}\n:label: eq-x\nx\n```", vec![block("x", "eq-x")]),
        (
            "\\begin{equation}\nx \\label{eq:x}\n\\end{equation}",
            vec![block(
                "\\begin{equation}\nx \\label{eq:x}\n\\end{equation}",
                "eq-x",
            )],
        ),
        ("a \\(\\alpha\\) b", vec![line("\\alpha")]),
        ("\\[ \\frac{a}{b} \\]", vec![block("\\frac{a}{b}", "")]),
        ("a[^1]\n\n[^1]: see $x$", vec![line("x")]),
        ("$x$ `$y$` $z$", vec![line("x"), line("z")]),
        ("[$x$](https://example.org)", vec![line("x")]),
    ];
    for (text, expected) in cases {
        let (article, _) = read(text);
        let found: Vec<_> = formulas(&article)
            .into_iter()
            .map(|(block, id, formula)| (block, id, formula.tex))
            .collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn what_is_not_understood_stays_and_is_named_at_its_place() {
    let (article, mut report) = read("Fine $x$.\n\nBad $a + \\foo{x}$ and\n\n$$\na +\n\\frac{b\n$$\n");
    let source = "---\ntitle: Formulas\nlang: en\ndate: 2025-01-01\n---\n\nFine $x$.\n\nBad $a + \\foo{x}$ and\n\n$$\na +\n\\frac{b\n$$\n";
    let source = Source::new("math.md", source);
    let places: Vec<_> = report
        .diagnostics()
        .iter()
        .filter(|found| found.code == Code::Math)
        .map(|found| source.line_column(found.span.expect("a place").start))
        .collect();
    assert_eq!(places, [(9, 10), (13, 8)]);
    let (pdf, book) = both(&article, &mut report);
    let text = crate::sheet::Sheet::open(&pdf).squashed();
    assert!(text.contains("a+\\foo{x}") && text.contains("\\frac{b"), "{text}");
    assert!(book.text("text.xhtml").contains("a + \\foo{x}"));
    assert!(!book.text("content.opf").contains("describedMath"));
}

#[test]
fn mathml_is_read_as_a_tree() {
    let cases = [
        (
            "a <math><msup><mi>x</mi><mn>2</mn></msup></math> b",
            "x squared",
            "",
        ),
        (
            "<math display=\"block\" id=\"eq-a\"><mfrac><mn>1</mn><mi>n</mi></mfrac></math>",
            "1 over n",
            "eq-a",
        ),
        (
            "<math display=\"block\">\n  <semantics><mrow>\n  <msqrt><mi>y</mi></msqrt></mrow>\n  \
             <annotation encoding=\"application/x-tex\">\\sqrt{y}</annotation></semantics>\n</math>",
            "the square root of y",
            "",
        ),
        (
            "<math><mstyle><mfenced open=\"[\"><mi>a</mi><mi>b</mi></mfenced></mstyle></math>",
            "open bracket a comma b close paren",
            "",
        ),
        (
            "<math><mi mathvariant=\"double-struck\">R</mi></math>",
            "double-struck cap R",
            "",
        ),
        ("| a |\n|---|\n| <math><mi>x</mi></math> |", "x", ""),
    ];
    for (text, spoken, id) in cases {
        let (article, report) = read(text);
        let found = formulas(&article);
        assert_eq!(found.len(), 1, "{text}");
        let (block, own, formula) = &found[0];
        assert_eq!((formula.spoken.as_str(), own.as_str()), (spoken, id), "{text}");
        assert_eq!(*block, text.contains("display"), "{text}");
        assert!(formula.tree.is_some(), "{text}: {report:?}");
    }
    let sqrt = formulas(&read(cases[2].0).0)[0].2.clone();
    assert_eq!(sqrt.tex, "\\sqrt{y}");
}

#[test]
fn mathml_that_cannot_be_set_keeps_its_words() {
    let (article, mut report) = read(
        "Broken <math><mfrac><mi>ab</mi></mfrac></math>, odd <math onclick=\"x()\"><mglyph>wx</mglyph></math>.\n",
    );
    let messages: Vec<_> = report
        .diagnostics()
        .iter()
        .filter(|found| found.code == Code::Math)
        .map(|found| found.message.clone())
        .collect();
    assert_eq!(
        messages,
        [
            "the formula is shown as code: `mfrac` has 1 parts",
            "the formula is shown as code: nothing here knows the element `mglyph`"
        ]
    );
    let (_, book) = both(&article, &mut report);
    let text = book.text("text.xhtml");
    assert!(text.contains(">ab</code>") && text.contains(">wx</code>") && !text.contains("onclick"));
    for hostile in [
        "<math>".repeat(300),
        format!("<math>{}", "<mrow>".repeat(900)),
        format!("<math>{}x", "<msqrt>".repeat(100)),
        "<math><mi>".repeat(2_000),
        "<math><annotation encoding=tex>".repeat(500),
        "<mi>x</mi></math>".to_owned(),
        "<math display=block><table><tr><td>x</table><p>y</math>".to_owned(),
    ] {
        let (article, mut report) = read(&hostile);
        both(&article, &mut report);
    }
}

#[test]
fn tags_and_broken_formulas_leave_the_count_alone() {
    let (article, _) = read(
        "$$a$$ {#eq-a}\n\n$$\\foo$$ {#eq-b}\n\n$$c \\tag{2}$$ {#eq-c}\n\n$$d \\tag{A}$$ {#eq-d}\n\n$$e$$ {#eq-e}\n",
    );
    let numbers: Vec<_> = article
        .body
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Math { number, .. } => Some(number.as_deref()),
            _ => None,
        })
        .collect();
    assert_eq!(numbers, [Some("1"), None, Some("2"), Some("A"), Some("3")]);
}

#[test]
fn no_tex_costs_the_article() {
    let deep = |open: &str, close: &str| format!("{}x{}", open.repeat(500), close.repeat(500));
    let hostile = [
        deep("{", "}"),
        deep("\\frac{1}{", "}"),
        deep("\\sqrt{", "}"),
        deep("\\sqrt[", "]{y}"),
        deep("\\left(", "\\right)"),
        deep("\\begin{cases}", "\\end{cases}"),
        deep("x^{", "}"),
        deep("\\hat", ""),
        deep("\\frac{a}", "b"),
        deep("\\text{", "}"),
        "\\sqrt".repeat(500),
        "{".repeat(5_000),
        "}".repeat(5_000),
        "x+".repeat(4_000) + "x",
        "x".repeat(50_000),
        "\\begin{".repeat(500),
        "\\".repeat(999),
        "^".repeat(500),
        "'".repeat(500),
        "&".repeat(500),
        "\\\\".repeat(500),
        "\\not".repeat(500),
        "\\text{$".repeat(300),
        "\\tag{".repeat(300),
        "#1 #2 \\def\\x{\\x} \\x".to_owned(),
        "\\hspace{1e999em}x".to_owned(),
        "\\color{#}x".to_owned(),
        "é\u{301}\u{fe0f}👩‍👩‍👧 中 \u{202e} \0 \u{7}".to_owned(),
        "#panic(\"x\") </math><script>alert(1)</script> ]]> &amp; \"".to_owned(),
    ];
    for (index, tex) in hostile.iter().enumerate() {
        for body in [
            format!("A ${tex}$ b.\n\n- > - $$ {tex} $$\n"),
            format!("```math\n{tex}\n```\n"),
        ] {
            let (article, mut report) = read(&body);
            let (_, book) = both(&article, &mut report);
            assert!(!book.flow().contains("<script"), "{index}");
        }
    }
}

#[test]
fn the_deepest_tree_can_be_set_wherever_it_stands() {
    let deep = |levels: usize| format!("{}x{}", "\\sqrt{".repeat(levels), "}".repeat(levels));
    let levels = (1..60)
        .take_while(|&levels| {
            formulas(&read(&format!("${}$", deep(levels))).0)[0]
                .2
                .tree
                .is_some()
        })
        .count();
    assert!(levels >= 10, "{levels} levels are understood");
    let tex = deep(levels);
    let place = format!(
        "{}${tex}$\n\n{}$$\n{}{tex}\n{}$$\n",
        "> - ".repeat(5),
        "> - ".repeat(5),
        "> ".repeat(5),
        "> ".repeat(5)
    );
    let (article, mut report) = read(&place);
    both(&article, &mut report);
}

/// Every element and sign of a tree is set: what is drawn holds each of its words.
#[test]
fn nothing_of_a_tree_is_lost_in_print() {
    fn words(node: &MathNode, all: &mut String) {
        all.push_str(&node.text);
        node.children.iter().for_each(|child| words(child, all));
    }
    let (article, mut report) = read(
        r"$$\frac{q}{r} + \sqrt[3]{s} + \overset{t}{=} + \begin{matrix} u & v \\ w & z \end{matrix} + {}_k m_l^o + \text{abc}$$",
    );
    let (pdf, _) = both(&article, &mut report);
    let text = crate::sheet::Sheet::open(&pdf).squashed();
    let mut wanted = String::new();
    words(
        formulas(&article)[0].2.tree.as_ref().expect("a tree"),
        &mut wanted,
    );
    for char in wanted.chars().filter(char::is_ascii_alphanumeric) {
        let italic = match char {
            'h' => 'ℎ',
            'a'..='z' => char::from_u32(0x1d44e + u32::from(char) - 97).expect("a letter"),
            _ => char,
        };
        assert!(
            text.contains(char) || text.contains(italic),
            "{char} is not in {text}"
        );
    }
}
