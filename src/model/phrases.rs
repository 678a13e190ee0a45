//! Words that say too little, in the languages that Pamphlet speaks: what checks of an
//! article and of a finished book both look for.
//!
//! All are folded (small letters, no punctuation at the ends) and stand between bars. To add a
//! language: write its entry and name it in [`of`].

/// What authors of one language write without thinking.
struct Entry {
    /// Words of links that lead anywhere.
    links: &'static str,
    /// Alternative texts that only say that there is a picture.
    placeholders: &'static str,
    /// How an alternative text begins that says first that it is one.
    openers: &'static str,
    /// How it ends, in languages that say so last.
    closers: &'static str,
    /// Headings over notes.
    notes: &'static str,
    /// Headings over a summary.
    summary: &'static str,
}

/// The words of an article's language, and the English ones, which are pasted everywhere.
pub(crate) struct Phrases(Vec<&'static Entry>);

/// The words for a language tag.
pub(crate) fn of(lang: &str) -> Phrases {
    let own = match lang.split('-').next().unwrap_or_default() {
        "fr" => Some(&FRENCH),
        "de" => Some(&GERMAN),
        "es" => Some(&SPANISH),
        "it" => Some(&ITALIAN),
        "pt" => Some(&PORTUGUESE),
        "nl" => Some(&DUTCH),
        "pl" => Some(&POLISH),
        "tr" => Some(&TURKISH),
        "ru" => Some(&RUSSIAN),
        "ar" => Some(&ARABIC),
        "ur" => Some(&URDU),
        "fa" => Some(&PERSIAN),
        "hi" => Some(&HINDI),
        "zh" => Some(&CHINESE),
        "ja" => Some(&JAPANESE),
        _ => None,
    };
    Phrases(own.into_iter().chain([&ENGLISH]).collect())
}

impl Phrases {
    /// Whether the words of a link say nothing about its target.
    pub fn is_vague(&self, folded: &str) -> bool {
        self.holds(folded, |entry| entry.links)
    }

    /// Whether an alternative text only says that there is a picture; "Figure 3" says no more.
    pub fn is_placeholder(&self, folded: &str) -> bool {
        let counts =
            |char: char| char.is_numeric() || matches!(char, ' ' | '-' | '_' | '.' | '#' | ':' | '(');
        let word = folded.trim_end_matches(counts);
        self.holds(word, |entry| entry.placeholders)
    }

    /// The words at either end of an alternative text that say that it is one.
    pub fn picture_of(&self, folded: &str) -> Option<&'static str> {
        let opens = |words: &str| {
            folded.strip_prefix(words).is_some_and(|rest| {
                // An elision and a prefix are written together with what follows.
                rest.starts_with(' ') || words.ends_with(['\'', '’', 'ل', 'ـ']) && !rest.is_empty()
            })
        };
        let closes = |words: &str| folded.strip_suffix(words).is_some_and(|rest| !rest.is_empty());
        self.0.iter().find_map(|entry| {
            let mut openers = listed(entry.openers);
            let mut closers = listed(entry.closers);
            openers
                .find(|words| opens(words))
                .or_else(|| closers.find(|words| closes(words)))
        })
    }

    /// Whether a heading stands over notes.
    pub fn names_notes(&self, folded: &str) -> bool {
        self.holds(folded, |entry| entry.notes)
    }

    /// Whether a heading stands over a summary.
    pub fn names_summary(&self, folded: &str) -> bool {
        self.holds(folded, |entry| entry.summary)
    }

    fn holds(&self, folded: &str, list: fn(&Entry) -> &'static str) -> bool {
        let mut entries = self.0.iter();
        entries.any(|entry| listed(list(entry)).any(|known| known == folded))
    }
}

fn listed(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split('|').filter(|words| !words.is_empty())
}

/// Ends of the names of files that hold pictures.
const EXTENSIONS: &[&str] = &[
    ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".tif", ".tiff", ".bmp", ".eps", ".pdf", ".avif",
];

/// `IMG_2041`, `chart-3.png`, `team_photo`: whether the words for the picture `src` are a name
/// that a program or a folder gave.
pub(crate) fn is_file_name(alt: &str, src: &str) -> bool {
    if alt.contains(char::is_whitespace) {
        return false;
    }
    let lower = alt.to_lowercase();
    if EXTENSIONS.iter().any(|extension| lower.ends_with(extension)) {
        return true;
    }
    let name = src.rsplit(['/', '\\']).next().unwrap_or(src).to_lowercase();
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let made = lower.contains(|char: char| matches!(char, '_' | '-') || char.is_ascii_digit());
    let camera = [
        "img_",
        "img-",
        "dsc_",
        "dscn",
        "dsc0",
        "pxl_",
        "screenshot_",
        "screenshot-",
    ];
    made && (lower == stem || camera.iter().any(|start| lower.starts_with(start)))
}

/// What stands around words and says nothing; `#` and `+` tell C from its successors.
const PUNCTUATION: &str =
    " .,:;!?…\"'“”„‘’‚«»‹›()[]{}<>*_|/\\-–—·•→⇒➜↗►▶、。，：；！？「」『』（）【】《》〈〉؟،؛۔।";

/// Words as they are compared: small letters, single spaces, no punctuation at the ends.
pub(crate) fn folded(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().map(str::to_lowercase).collect();
    words
        .join(" ")
        .trim_matches(|char| PUNCTUATION.contains(char))
        .to_owned()
}

const ENGLISH: Entry = Entry {
    links: "here|click here|click|tap here|see here|available here|right here|this|this link|the link|\
        link|links|more|read more|see more|view more|learn more|find out more|more info|\
        more information|further information|details|more details|continue|continue reading|read on|\
        download|download here|this page|this site|this website|website|webpage",
    placeholders: "image|img|picture|pic|photo|photograph|graphic|chart|graph|plot|figure|fig|diagram|\
        illustration|icon|screenshot|screen shot|untitled|alt|alt text|alternative text|\
        image alt text|enter image description here|insert alt text here|description|placeholder|\
        todo|tbd|spacer|blank|none|null|undefined|thumbnail|banner|hero image|featured image|\
        cover image",
    openers: "picture of|a picture of|image of|an image of|graphic of|a graphic of|picture showing|\
        image showing|an image showing|a picture showing|this image shows|this picture shows",
    closers: "",
    notes: "notes|footnotes|endnotes|end notes|foot notes",
    summary: "abstract|summary|executive summary|key findings|key points|key messages|key takeaways|\
        takeaways|main findings|highlights|in brief|at a glance|tl;dr|tldr",
};

const FRENCH: Entry = Entry {
    links: "ici|cliquez ici|cliquer ici|voir ici|lien|ce lien|le lien|lire la suite|la suite|suite|\
        en savoir plus|plus|voir plus|plus d’informations|plus d'informations|plus d'infos|\
        télécharger",
    placeholders: "image|photo|photographie|figure|graphique|schéma|illustration|sans titre|vignette",
    openers: "image de|image d’|image d'|une image de|image montrant|une image montrant",
    closers: "",
    notes: "notes|notes de bas de page|notes de fin",
    summary: "résumé|résumé exécutif|synthèse|sommaire exécutif|en bref|points clés|messages clés|\
        l’essentiel|l'essentiel",
};

const GERMAN: Entry = Entry {
    links: "hier|hier klicken|klicken sie hier|klick hier|klicke hier|siehe hier|link|dieser link|\
        diesem link|mehr|mehr lesen|weiterlesen|weiter|mehr erfahren|mehr dazu|\
        weitere informationen|mehr informationen|details|herunterladen",
    placeholders: "bild|foto|fotografie|grafik|abbildung|abb|diagramm|schaubild|illustration|ohne titel|\
        unbenannt",
    openers: "bild von|ein bild von|das bild zeigt|abbildung von|bild mit|dieses bild zeigt",
    closers: "",
    notes: "anmerkungen|fußnoten|endnoten",
    summary: "zusammenfassung|kurzfassung|kurzzusammenfassung|kernpunkte|kernaussagen|kernbotschaften|\
        das wichtigste in kürze|auf einen blick|abstract",
};

const SPANISH: Entry = Entry {
    links: "aquí|aqui|clic aquí|haga clic aquí|haz clic aquí|pulse aquí|pinche aquí|ver aquí|enlace|\
        este enlace|el enlace|más|ver más|leer más|saber más|más información|seguir leyendo|\
        descargar",
    placeholders: "imagen|foto|fotografía|figura|gráfico|gráfica|diagrama|ilustración|sin título",
    openers: "imagen de|una imagen de|imagen que muestra|la imagen muestra",
    closers: "",
    notes: "notas|notas al pie|notas finales",
    summary: "resumen|resumen ejecutivo|síntesis|puntos clave|mensajes clave|en breve",
};

const ITALIAN: Entry = Entry {
    links: "qui|clicca qui|cliccare qui|cliccate qui|vedi qui|link|questo link|collegamento|più|leggi|\
        leggi di più|leggi tutto|continua|continua a leggere|scopri di più|per saperne di più|\
        maggiori informazioni|scarica",
    placeholders: "immagine|foto|fotografia|figura|grafico|diagramma|illustrazione|senza titolo",
    openers: "immagine di|un'immagine di|un’immagine di|immagine che mostra|l’immagine mostra",
    closers: "",
    notes: "note|note a piè di pagina|note finali",
    summary: "sintesi|sommario|riassunto|abstract|punti chiave|messaggi chiave|in breve",
};

const PORTUGUESE: Entry = Entry {
    links: "aqui|clique aqui|clicar aqui|veja aqui|link|este link|ligação|mais|ver mais|veja mais|\
        leia mais|ler mais|saiba mais|saber mais|mais informações|continuar a ler|continue lendo|\
        baixar|descarregar",
    placeholders: "imagem|foto|fotografia|figura|gráfico|diagrama|ilustração|sem título",
    openers: "imagem de|uma imagem de|imagem que mostra|a imagem mostra",
    closers: "",
    notes: "notas|notas de rodapé|notas finais",
    summary: "resumo|resumo executivo|sumário executivo|síntese|pontos-chave|mensagens-chave|em resumo",
};

const DUTCH: Entry = Entry {
    links: "hier|klik hier|zie hier|link|deze link|meer|meer lezen|lees meer|lees verder|verder lezen|\
        meer weten|meer informatie|meer info|downloaden",
    placeholders: "afbeelding|foto|figuur|grafiek|plaatje|diagram|illustratie|zonder titel|naamloos",
    openers: "afbeelding van|een afbeelding van|plaatje van|de afbeelding toont",
    closers: "",
    notes: "noten|voetnoten|eindnoten",
    summary: "samenvatting|managementsamenvatting|in het kort|kernpunten|kernboodschappen|hoofdpunten",
};

const POLISH: Entry = Entry {
    links: "tutaj|tu|kliknij|kliknij tutaj|kliknij tu|zobacz tutaj|link|ten link|odnośnik|więcej|czytaj|\
        czytaj więcej|czytaj dalej|zobacz więcej|dowiedz się więcej|więcej informacji|pobierz",
    placeholders: "obraz|obrazek|zdjęcie|fotografia|rysunek|rys|wykres|grafika|diagram|ilustracja|bez tytułu|\
        bez nazwy",
    openers: "obraz przedstawia|obraz przedstawiający|obrazek przedstawia|grafika przedstawia",
    closers: "",
    notes: "przypisy|przypisy końcowe",
    summary: "streszczenie|podsumowanie|abstrakt|w skrócie|kluczowe wnioski|najważniejsze wnioski",
};

const TURKISH: Entry = Entry {
    links: "burada|buraya|buradan|tıklayın|tıklayınız|buraya tıklayın|buraya tıklayınız|link|bağlantı|\
        bu bağlantı|devamı|devamını oku|daha fazla|daha fazlası|daha fazla bilgi|ayrıntılar|indir",
    placeholders: "resim|görsel|görüntü|fotoğraf|foto|şekil|grafik|çizim|adsız|başlıksız",
    openers: "",
    closers: "resmi|görseli|görüntüsü",
    notes: "notlar|dipnotlar|sonnotlar",
    summary: "özet|yönetici özeti|kısaca|öne çıkanlar|temel bulgular|ana mesajlar",
};

const RUSSIAN: Entry = Entry {
    links: "здесь|тут|сюда|нажмите здесь|нажмите сюда|кликните здесь|ссылка|эта ссылка|этой ссылке|\
        по ссылке|по этой ссылке|подробнее|далее|ещё|еще|читать далее|читать дальше|узнать больше|\
        больше информации|скачать",
    placeholders: "изображение|картинка|фото|фотография|рисунок|рис|график|диаграмма|схема|иллюстрация|\
        без названия",
    openers: "изображение|на изображении|на картинке|на рисунке|картинка с",
    closers: "",
    notes: "примечания|сноски|концевые сноски",
    summary: "аннотация|резюме|краткое содержание|краткое изложение|основные выводы|главное|\
        ключевые тезисы",
};

const ARABIC: Entry = Entry {
    links: "هنا|من هنا|اضغط هنا|انقر هنا|رابط|الرابط|هذا الرابط|المزيد|للمزيد|اقرأ المزيد|قراءة المزيد|\
        لمزيد من المعلومات|التفاصيل|تحميل",
    placeholders: "صورة|الصورة|شكل|رسم|رسم بياني|مخطط|بدون عنوان|بلا عنوان",
    openers: "صورة ل|صورة لـ|صورة تظهر|صورة توضح",
    closers: "",
    notes: "الهوامش|هوامش|الحواشي",
    summary: "ملخص|الملخص|ملخص تنفيذي|الملخص التنفيذي|خلاصة|موجز|النقاط الرئيسية|الرسائل الرئيسية",
};

const URDU: Entry = Entry {
    links: "یہاں|یہاں کلک کریں|کلک کریں|لنک|یہ لنک|اس لنک|مزید|مزید پڑھیں|مزید جانیں|مزید معلومات|\
        تفصیلات|ڈاؤن لوڈ",
    placeholders: "تصویر|شکل|خاکہ|گراف|چارٹ|بلا عنوان",
    openers: "",
    closers: "کی تصویر|کا خاکہ",
    notes: "حواشی|حوالہ جات و حواشی",
    summary: "خلاصہ|انتظامی خلاصہ|اہم نکات|کلیدی نکات|تلخیص",
};

const PERSIAN: Entry = Entry {
    links: "اینجا|این‌جا|این جا|اینجا کلیک کنید|کلیک کنید|لینک|این لینک|پیوند|این پیوند|بیشتر|\
        بیشتر بخوانید|ادامه|ادامه مطلب|اطلاعات بیشتر|جزئیات|دانلود",
    placeholders: "تصویر|عکس|شکل|نمودار|بدون عنوان|بی‌عنوان",
    openers: "تصویری از|تصویر|عکسی از",
    closers: "",
    notes: "پانویس|پانویس‌ها|پی‌نوشت|پی‌نوشت‌ها",
    summary: "چکیده|خلاصه|خلاصه اجرایی|خلاصه مدیریتی|نکات کلیدی|پیام‌های کلیدی",
};

const HINDI: Entry = Entry {
    links: "यहाँ|यहां|यहाँ क्लिक करें|यहां क्लिक करें|क्लिक करें|लिंक|यह लिंक|इस लिंक|और|अधिक|और पढ़ें|\
        अधिक पढ़ें|और जानें|अधिक जानकारी|विवरण|डाउनलोड",
    placeholders: "चित्र|तस्वीर|छवि|फोटो|फ़ोटो|आरेख|ग्राफ|ग्राफ़|चार्ट|शीर्षकहीन",
    openers: "",
    closers: "की तस्वीर|का चित्र|की छवि",
    notes: "टिप्पणियाँ|टिप्पणियां|पाद टिप्पणियाँ|पाद टिप्पणी",
    summary: "सारांश|कार्यकारी सारांश|संक्षेप|मुख्य बिंदु|मुख्य संदेश",
};

const CHINESE: Entry = Entry {
    links: "这里|這裡|這裏|此处|此處|点击这里|點擊這裡|点击此处|點擊此處|点此|點此|链接|鏈接|連結|此链接|此連結|该链接|更多|了解更多|阅读更多|閱讀更多|查看更多|更多信息|\
        更多資訊|详情|詳情|下载|下載",
    placeholders: "图片|圖片|图像|圖像|照片|图|圖|图表|圖表|插图|插圖|示意图|示意圖|无标题|無標題",
    openers: "",
    closers: "的图片|的圖片|的图像|的圖像",
    notes: "注释|註釋|脚注|腳註|尾注|尾註",
    summary: "摘要|概要|内容提要|內容提要|执行摘要|執行摘要|要点|要點|核心观点|重點",
};

const JAPANESE: Entry = Entry {
    links: "こちら|ここ|こちらをクリック|ここをクリック|クリック|リンク|このリンク|続きを読む|続き|もっと読む|もっと見る|詳細|詳細はこちら|詳しくはこちら|ダウンロード",
    placeholders: "画像|写真|図|図表|グラフ|イラスト|無題",
    openers: "",
    closers: "の画像|の写真",
    notes: "注|注釈|脚注|後注|注記",
    summary: "要約|概要|要旨|エグゼクティブサマリー|要点|ポイント",
};
