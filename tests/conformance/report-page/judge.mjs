// Looks at reports of batches in Chromium, and reports.
//
//   node judge.mjs MODULES FOLDER [--look DIR]
//
// MODULES is where npm put axe-core and puppeteer-core, FOLDER is what `report` made: a page beside
// its results, the same page elsewhere, and one of nothing. Each is opened as a file, as its
// readers do, and put to every check of `CHECKS`. Then faults are seeded in a copy, each of which
// the check named has to see. --look draws the page instead.

import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'

const [modules, folder, mode, lookInto] = process.argv.slice(2)
const load = createRequire(path.join(path.resolve(modules), 'x.js'))
const puppeteer = load('puppeteer-core')
const axe = await readFile(load.resolve('axe-core/axe.min.js'), 'utf8')

const WIDTHS = [320, 768, 1280]
const THEMES = ['light', 'dark']
const PAGES = ['out/report.html', 'else where/deep/report.html', 'none/report.html']

// What stands in the page's place: a name, the text, what it becomes, the check that has to see it.
const SEEDED = [
    ['pale letters', /--quiet: #555/, '--quiet: #949494', 'contrast'],
    ['pale letters at night', /--link: #9cc4f0/, '--link: #31506f', 'contrast'],
    ['a pale bar', /--bad: #a3161a/, '--bad: #e8c8c8', 'contrast'],
    ['a table without its frame', /\.wide \{ overflow-x: auto;/, '.wide {', 'overflow'],
    ['a long word without a break', /<h1>/, '<h1 style="overflow-wrap: normal">' + 'long'.repeat(40), 'overflow'],
    ['type that does not grow', /font: 1rem\/1\.5 var\(--serif\)/, 'font: 16px/1.5 var(--serif)', 'growth'],
    ['a table without its caption', /<caption[^>]*>.*?<\/caption>/s, '', 'tables'],
    ['a head of nothing', / scope="row"/, '', 'tables'],
    ['a link to no file', /href="([^"#]*)\.pdf"/, 'href="$1.gone.pdf"', 'links'],
    ['a link to no place', /id="failed"/, 'id="x"', 'links'],
    ['a picture from elsewhere', /<h1>/, '<h1><img alt="" src="http://127.0.0.1:9/x.png"/>', 'requests'],
    ['a script', /<h1>/, '<script>console.error("broken")</script><h1>', 'console'],
    ['a page without a language', /<html[^>]*>/, '<html>', 'axe'],
    ['a frame that no key reaches', / tabindex="0"/, '', 'keyboard'],
    ['a frame without a name', / aria-labelledby="found-table"/, '', 'keyboard'],
    ['a second title', /<h2 id="found">What was found<\/h2>/, '<h1 id="found">What was found</h1>', 'outline'],
    ['a level left out', /<\/?h2/g, found => found.replace('2', '4'), 'outline'],
    ['no way past the contents', /\.skip:focus \{/, '.skip:hover {', 'keyboard'],
    ['contents that print', /nav, \.skip \{ display: none; \}/, '', 'print'],
    ['a table that is cut in print', /\.wide \{ overflow: visible; \}/, '', 'print'],
]

const browser = await puppeteer.launch({
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH,
    timeout: 60000,
    protocolTimeout: 170000,
    args: [
        // As root, as in containers, Chromium has no sandbox.
        ...process.getuid?.() === 0 ? ['--no-sandbox'] : [],
        '--disable-background-networking', '--disable-component-update', '--disable-gpu', '--disable-quic',
        '--disable-sync', '--no-first-run', '--force-color-profile=srgb',
    ],
})
let passed = 0, failed = 0
const tell = (name, fault) => {
    if (fault) failed += 1
    else passed += 1
    if (fault) console.log(`FAILED  ${name}: ${fault}`)
}
// The first of some faults and how many more there are; nothing of none.
const told = faults => faults.length ? faults[0] + (faults.length > 1 ? ` (and ${faults.length - 1} more)` : '') : null

// Opens a file on a screen; what it asks for and what it complains of is kept.
async function open(file, width, theme) {
    const page = await browser.newPage()
    const url = pathToFileURL(file).href
    const requests = [], console = []
    page.on('request', request => request.url() === url || requests.push(request.url()))
    page.on('console', message => console.push(message.text()))
    page.on('pageerror', fault => console.push(fault.message ?? String(fault)))
    await page.setViewport({ width, height: 900 })
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }])
    await page.goto(url)
    return { page, file, requests, console }
}

// What of the page is wider than the screen, or cut, without a frame that scrolls.
const overflowing = () => {
    const faults = []
    const wide = document.documentElement.scrollWidth
    if (wide > innerWidth) faults.push(`the page is ${wide} wide on a screen of ${innerWidth}`)
    for (const el of document.querySelectorAll('body *')) {
        const box = el.getBoundingClientRect()
        const isSkip = el.matches('.skip')
        if (!isSkip && !el.closest('.wide > *') && box.width && (box.right > innerWidth + 1 || box.left < -1))
            faults.push(`${el.localName}.${el.className} reaches to ${Math.round(box.right)} of ${innerWidth}`)
        if (getComputedStyle(el).overflowX === 'hidden' && el.scrollWidth > el.clientWidth + 1)
            faults.push(`${el.localName}.${el.className} is cut`)
    }
    return faults
}

const CHECKS = {
    async overflow({ page }) {
        return told(await page.evaluate(overflowing))
    },

    // Type of twice the size, as readers ask for, is twice as large and still fits.
    async growth({ page }) {
        const faults = await page.evaluate(`(${() => {
            const sizes = () => [...document.querySelectorAll('p, td, th, li, h2, h3')].map(el => parseFloat(getComputedStyle(el).fontSize))
            const before = sizes()
            document.documentElement.style.fontSize = '200%'
            const small = sizes().filter((size, index) => size < 1.9 * before[index])
            return small.length ? [`${small.length} pieces of text do not grow`] : []
        }})()`)
        const wide = innerWidth => innerWidth >= 640 ? page.evaluate(overflowing) : []
        faults.push(...await wide(page.viewport().width))
        await page.evaluate(() => { document.documentElement.style.fontSize = '' })
        return told(faults)
    },

    async contrast({ page }) {
        return told(await page.evaluate(() => {
            const parse = color => {
                const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number)
                return { rgb: [r, g, b], a }
            }
            const over = (top, alpha, below) => top.map((c, i) => c * alpha + below[i] * (1 - alpha))
            const luminance = rgb => {
                const [r, g, b] = rgb.map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                return 0.2126 * r + 0.7152 * g + 0.0722 * b
            }
            const ratio = (a, b) => {
                const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
                return (light + 0.05) / (dark + 0.05)
            }
            const ground = el => {
                const behind = []
                for (let at = el; at; at = at.parentElement) behind.push(parse(getComputedStyle(at).backgroundColor))
                return behind.reverse().reduce((below, { rgb, a }) => over(rgb, a, below), [255, 255, 255])
            }
            const faults = new Set()
            let count = 0
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
            while (walker.nextNode()) {
                const el = walker.currentNode.parentElement
                if (!walker.currentNode.data.trim() || !el.getClientRects().length) continue
                count += 1
                const { rgb, a } = parse(getComputedStyle(el).color)
                const below = ground(el)
                const found = ratio(over(rgb, a, below), below)
                if (found < 4.5) faults.add(`${el.localName}.${el.className} has ${found.toFixed(2)} : 1`)
            }
            for (const bar of document.querySelectorAll('.bar, .class')) {
                const style = getComputedStyle(bar)
                const color = bar.matches('.bar') ? style.borderBlockStartColor : style.borderInlineStartColor
                const found = ratio(parse(color).rgb, ground(bar))
                if (found < 3) faults.add(`${bar.className} has ${found.toFixed(2)} : 1`)
            }
            if (!count) faults.add('there is no text')
            return [...faults]
        }))
    },

    async tables({ page }) {
        return told(await page.evaluate(() => {
            const faults = []
            for (const table of document.querySelectorAll('table')) {
                const name = table.caption?.textContent.trim()
                if (!name) faults.push('a table has no caption')
                for (const th of table.querySelectorAll('th')) {
                    const wanted = th.closest('thead') ? 'col' : 'row'
                    if (th.scope !== wanted) faults.push(`a head of “${name}” has the scope “${th.scope}”`)
                    if (!th.textContent.trim()) faults.push(`a head of “${name}” is empty`)
                }
                const columns = table.tHead?.rows[0]?.cells.length
                for (const row of table.tBodies[0].rows) {
                    if (row.cells[0].localName !== 'th') faults.push(`a row of “${name}” has no head`)
                    if (row.cells.length !== columns) faults.push(`a row of “${name}” has ${row.cells.length} cells of ${columns}`)
                }
            }
            return faults
        }))
    },

    async links({ page, file }) {
        const all = await page.evaluate(() => [...document.links].map(a => [a.getAttribute('href'), a.href, a.textContent.trim()]))
        const places = new Set(await page.evaluate(() => [...document.querySelectorAll('[id]')].map(el => el.id)))
        const faults = []
        for (const [href, whole, words] of all) {
            if (!words) faults.push(`\`${href}\` has no words`)
            if (href.startsWith('#')) {
                if (!places.has(href.slice(1))) faults.push(`\`${href}\` leads nowhere`)
                continue
            }
            const url = new URL(whole)
            if (url.protocol !== 'file:' || url.search || url.hash) faults.push(`\`${href}\` is no file's address`)
            else await access(fileURLToPath(url)).catch(() => faults.push(`\`${href}\` leads to no file`))
        }
        if (!all.length) faults.push(`no link is in ${file}`)
        return told(faults)
    },

    async outline({ page }) {
        return told(await page.evaluate(() => {
            const faults = []
            const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(h => Number(h.localName[1]))
            if (levels.filter(level => level === 1).length !== 1) faults.push('there is not one title')
            levels.forEach((level, index) => {
                if (level > (levels[index - 1] ?? 0) + 1) faults.push(`a heading of level ${level} follows ${levels[index - 1]}`)
            })
            for (const landmark of ['header', 'nav', 'main', 'footer'])
                if (document.querySelectorAll(landmark).length !== 1) faults.push(`there is not one \`${landmark}\``)
            if (!document.title.trim()) faults.push('the page has no name')
            if (document.scripts.length) faults.push('a script is in the page')
            return faults
        }))
    },

    // The first key shows a way past the contents, and that leads past them; what scrolls by itself
    // can be reached, and says what it is.
    async keyboard({ page }) {
        const frames = await page.evaluate(() => [...document.querySelectorAll('.wide')].filter(frame =>
            frame.tabIndex !== 0 || frame.getAttribute('tabindex') !== '0' || frame.getAttribute('role') !== 'region'
            || !document.getElementById(frame.getAttribute('aria-labelledby'))?.textContent.trim()).length)
        if (frames) return `${frames} frames cannot be reached, or have no name`
        await page.evaluate(() => { scrollTo(0, 0); document.activeElement?.blur() })
        await page.keyboard.press('Tab')
        const shown = await page.evaluate(() => {
            const box = document.activeElement.getBoundingClientRect()
            return document.activeElement.matches('.skip') && box.left >= 0 && box.right <= innerWidth && box.top >= 0
        })
        await page.keyboard.press('Enter')
        const led = await page.evaluate(() => document.activeElement.localName)
        return !shown ? 'the first key shows no way past the contents' : led !== 'main' ? `it leads to \`${led}\`` : null
    },

    async print({ page }) {
        await page.emulateMediaType('print')
        const faults = await page.evaluate(() => {
            const faults = []
            const nav = document.querySelector('nav')
            if (nav?.getClientRects().length) faults.push('the contents print')
            for (const frame of document.querySelectorAll('.wide'))
                if (getComputedStyle(frame).overflowX !== 'visible') faults.push('a table is cut where the paper ends')
            // Paper is white, whatever the screen was.
            const ground = getComputedStyle(document.documentElement).backgroundColor
            if (ground !== 'rgb(255, 255, 255)') faults.push(`the ground is ${ground}`)
            return faults
        })
        await page.emulateMediaType(null)
        return told(faults)
    },

    async axe({ page }) {
        await page.evaluate(axe)
        const violations = await page.evaluate(async () => {
            const found = await globalThis.axe.run(document, { resultTypes: ['violations'] })
            if (!found.passes.length) return ['axe looked at nothing']
            return found.violations.map(({ id, nodes }) => `${id} at ${nodes[0].target}`)
        })
        return told(violations)
    },

    async requests({ requests }) {
        return told(requests.map(url => `${url} was asked for`))
    },

    async console({ console }) {
        return told(console.map(text => `it says “${text}”`))
    },
}

try {
    console.log(`Chromium ${await browser.version()}, axe-core ${load('axe-core/package.json').version}`)
    if (mode === '--look') {
        await mkdir(lookInto, { recursive: true })
        for (const width of WIDTHS) for (const theme of THEMES) {
            const { page } = await open(path.join(folder, PAGES[0]), width, theme)
            await page.screenshot({ path: path.join(lookInto, `${width}-${theme}.png`), clip: { x: 0, y: 0, width, height: 6000 }, captureBeyondViewport: true })
            if (width === 1280 && theme === 'light') await page.pdf({ path: path.join(lookInto, 'print.pdf'), format: 'A4', preferCSSPageSize: true })
            await page.close()
        }
        const { page } = await open(path.join(folder, PAGES[2]), 768, 'light')
        await page.screenshot({ path: path.join(lookInto, 'none.png') })
        passed += 1
    } else {
        for (const name of PAGES) for (const width of WIDTHS) for (const theme of THEMES) {
            const opened = await open(path.join(folder, name), width, theme)
            for (const [check, run] of Object.entries(CHECKS))
                tell(`${name}, ${width} px, ${theme}: ${check}`, await run(opened))
            await opened.page.close()
        }
        const whole = await readFile(path.join(folder, PAGES[0]), 'utf8')
        for (const [name, from, to, check] of SEEDED) {
            // What keeps scripts and requests away would keep them from being seeded.
            const open_door = whole.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
            const faulty = open_door.replace(from, to)
            const file = path.join(folder, 'out/seeded.html')
            await writeFile(file, faulty)
            const seen = []
            for (const [width, theme] of [[320, 'light'], [768, 'dark']]) {
                const opened = await open(file, width, theme)
                const fault = await CHECKS[check](opened)
                if (fault) seen.push(fault)
                await opened.page.close()
            }
            await rm(file)
            tell(`seeded: ${name}`, faulty === open_door ? 'it could not be seeded' : seen.length ? null : `\`${check}\` does not see it`)
        }
        // And what keeps them away does.
        const file = path.join(folder, 'out/seeded.html')
        await writeFile(file, whole.replace(/<h1>/, '<h1><script>document.title = "taken"</script><img alt="" src="http://127.0.0.1:9/x.png"/>'))
        const opened = await open(file, 768, 'light')
        const title = await opened.page.title()
        tell('what is let in by a hole', title === 'taken' ? 'a script ran' : told(opened.console.filter(text => !/Content Security Policy/.test(text))))
        await opened.page.close()
        await rm(file)
    }
} finally {
    await browser.close()
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
