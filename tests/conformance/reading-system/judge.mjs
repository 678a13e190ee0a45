// Drives `reader.html` in Chromium over a folder of books, and reports.
//
//   node judge.mjs MODULES FOLDER [--bless | --look DIR]
//
// MODULES is where npm put foliate-js and puppeteer-core, FOLDER holds the books that `reading`
// built. Each book is navigated as its reader would: contents, page list, notes and the way back,
// links. Its text is held against light and dark grounds, its width against a phone's. Then faults
// are seeded, which all must be seen. Last, pictures of some places are compared with those in
// `goldens/`, if this is the Chromium that drew them; --bless draws them anew, --look draws them
// large, for people, into DIR.

import { createServer } from 'node:http'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))
const root = path.resolve(here, '../../..')
const [modules, folder, mode, lookInto] = process.argv.slice(2)
const goldens = path.join(here, 'goldens')
const puppeteer = createRequire(path.join(path.resolve(modules), 'x.js'))('puppeteer-core')

const PHONE = { width: 390, height: 844, deviceScaleFactor: 0.5 }
const TABLET = { width: 820, height: 1180, deviceScaleFactor: 0.4 }
// How many notes and links of one section are followed.
const MOST = 12
// How far a picture may be from its golden one: the share of points that differ visibly, and the
// mean difference of all, of 255. Another raster of the same page stays far below.
const APART = { share: 0.006, mean: 1.5 }

// What is drawn: the place in the book that is shown, and on which screens.
const PICTURES = [
    ['forging-stability', 'title', '.title-block', [PHONE, TABLET], ['light', 'dark']],
    ['forging-stability', 'table', '.table', [PHONE], ['light', 'dark']],
    ['sp800-63c', 'title', '.title-block', [PHONE], ['light']],
    ['sp800-63c', 'figure', 'figure', [TABLET], ['dark']],
    ['house', 'title', '.title-block', [PHONE], ['dark']],
    ['commentary', 'title', '.title-block', [PHONE], ['light']],
    ['kitchen-sink', 'title', '.title-block', [TABLET], ['light', 'dark']],
    ['kitchen-sink', 'boxes', '.callout', [PHONE], ['light', 'dark']],
    ['french', 'title', '.title-block', [PHONE], ['light']],
    ['urdu', 'title', '.title-block', [PHONE, TABLET], ['light']],
    ['math', 'formulas', '.equation', [PHONE, TABLET], ['light']],
]

// A fault, what it is seeded as, and the check that has to see it.
const SEEDED = [
    ['a heading without its place', ['<h2 id="[^"]*"', '<h2'], 'contents'],
    ['a page without its break', ['id="page-2"', 'id="x"'], 'pages'],
    ['a break of another page', ['aria-label="2"', 'aria-label="3"'], 'pages'],
    ['a mark that is no mark', ['id="fn-1"', 'id="x"'], 'notes'],
    ['a note without a way back', ['role="doc-backlink"', ''], 'notes'],
    ['a link to nothing', ['(class="[a-z]+") href="(text.xhtml)?#[^"]*"', '$1 href="#nowhere"'], 'links'],
    ['a picture that is not there', ['(<h1.*?</h1>)', '$1<img src="images/none.png" alt="x"/>'], 'images'],
    ['grey letters', ['</head>', '<style>p { color: #909090 }</style></head>'], 'contrast'],
    ['letters in the ink of print', ['</head>', '<style>p { color: #1a1a1a }</style></head>'], 'contrast'],
    ['a text that scrolls, and is cut', ['</head>', '<style>body > section { overflow-x: auto }</style></head>'], 'overflow'],
    ['a box wider than a phone', ['<h1', '<div style="width: 600px">x</div><h1'], 'overflow'],
]

const TYPES = {
    '.html': 'text/html', '.js': 'text/javascript', '.png': 'image/png',
    '.ttf': 'font/ttf', '.otf': 'font/otf', '.epub': 'application/epub+zip',
}

// Hands out the reader, its parts, the books and the project's faces, to this machine alone.
function serve() {
    const places = [
        ['/foliate-js/', path.join(modules, 'foliate-js')],
        ['/books/', folder],
        ['/fonts/', path.join(root, 'fonts')],
        ['/goldens/', goldens],
        ['/', here],
    ]
    const drawn = new Map()
    const server = createServer(async (request, response) => {
        const asked = decodeURIComponent(new URL(request.url, 'http://x').pathname)
        try {
            const [prefix, place] = places.find(([prefix]) => asked.startsWith(prefix))
            const bytes = drawn.get(asked) ?? await readFile(path.join(place, path.normalize('/' + asked.slice(prefix.length))))
            response.writeHead(200, { 'content-type': TYPES[path.extname(asked)] ?? 'application/octet-stream', 'access-control-allow-origin': '*' })
            response.end(bytes)
        } catch {
            response.writeHead(404).end()
        }
    })
    return new Promise(done => server.listen(0, '127.0.0.1', () => done({ server, drawn, at: `http://127.0.0.1:${server.address().port}` })))
}

// The project's own faces, as a reader has them who bought them: what is drawn does not depend on
// the faces of the machine.
async function faces(at) {
    const families = {
        'source-serif-4': 'Source Serif 4', 'source-sans-3': 'Source Sans 3', 'source-code-pro': 'Source Code Pro',
        'noto-naskh-arabic': 'Noto Naskh Arabic', 'noto-nastaliq-urdu': 'Noto Nastaliq Urdu', 'stix-two-math': 'STIX Two Math',
    }
    const weights = { Light: 300, SemiBold: 600, Bold: 700 }
    const rules = []
    for (const [place, family] of Object.entries(families)) {
        for (const file of (await readdir(path.join(root, 'fonts', place))).filter(name => /\.[ot]tf$/.test(name))) {
            const weight = Object.entries(weights).find(([name]) => file.includes(name))?.[1] ?? 400
            rules.push(`@font-face { font-family: "${family}"; font-weight: ${weight}; font-style: ${file.includes('Italic') ? 'italic' : 'normal'}; src: url("${at}/fonts/${place}/${file}"); }`)
        }
    }
    return rules.join('\n')
}

const { server, drawn, at } = await serve()
const css = await faces(at)
const browser = await puppeteer.launch({
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH,
    timeout: 60000,
    protocolTimeout: 170000,
    args: [
        // As root, as in containers, Chromium has no sandbox.
        ...process.getuid?.() === 0 ? ['--no-sandbox'] : [],
        '--disable-background-networking', '--disable-component-update', '--disable-gpu', '--disable-quic',
        '--disable-sync', '--no-first-run', '--font-render-hinting=none', '--disable-lcd-text',
        '--force-color-profile=srgb',
    ],
})
let passed = 0, failed = 0
const tell = (name, fault) => {
    if (fault) failed += 1
    else passed += 1
    if (fault) console.log(`FAILED  ${name}: ${fault}`)
}

try {
    const page = await browser.newPage()
    page.on('pageerror', fault => tell('the reader', fault.message ?? String(fault)))
    await page.setViewport({ ...PHONE, deviceScaleFactor: 1 })
    const books = (await readdir(folder)).filter(name => name.endsWith('.epub')).sort()
    const theme = name => page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: name }])
    await theme('light')
    await page.goto(`${at}/reader.html`)
    await page.waitForFunction('globalThis.ready')
    const open = (name, fault) => page.evaluate((...all) => openBook(...all), `${at}/books/${name}.epub`, css, fault)
    const check = async (name, ...rest) => page.evaluate((name, rest) => globalThis[name](...rest), name, rest)

    if (!mode) {
        for (const file of books) {
            const name = file.slice(0, -5), counts = []
            await open(name)
            for (const [kind, ...rest] of [['contents'], ['pages'], ['notes', MOST], ['links', MOST], ['overflow', '100%'], ['overflow', '200%'], ['images', 'light'], ['contrast', 'light'], ['images', 'dark'], ['contrast', 'dark']]) {
                if (rest[0] === 'light' || rest[0] === 'dark') await theme(rest[0])
                const result = await check(kind, ...rest)
                counts.push(`${result.count} ${[kind, ...rest.filter(it => it !== MOST)].join(' ')}`)
                result.faults.forEach(fault => tell(`${name}, ${kind}`, fault))
                if (result.faults.length === 0) passed += 1
                if (kind === 'contents' && result.count === 0) tell(name, 'there are no contents')
                if (kind === 'pages' && result.count === 0) tell(name, 'there is no page list')
            }
            await theme('light')
            console.log(`${name}: ${counts.join(', ')}`)
        }
        for (const [name, fault, kind] of SEEDED) {
            await open('french', fault)
            let seen = (await check(kind, { contrast: 'light', overflow: '100%' }[kind] ?? MOST)).faults.length > 0
            if (!seen && kind === 'contrast') {
                await theme('dark')
                seen = (await check(kind, 'dark')).faults.length > 0
                await theme('light')
            }
            tell(`seeded: ${name}`, seen ? null : 'nobody saw it')
        }
    }

    const version = (await browser.version()).match(/\/(\d+)/)[1]
    const drew = await readFile(path.join(goldens, 'chromium'), 'utf8').catch(() => '')
    if (!mode && drew.trim() !== version) {
        console.log(`pictures: not compared, this is Chromium ${version} and they are drawn by ${drew.trim() || 'none'}; look at them with --look DIR`)
    } else {
        if (mode) await mkdir(mode === '--look' ? lookInto : goldens, { recursive: true })
        let opened
        for (const [name, what, selector, screens, themes] of PICTURES) {
            if (opened !== name) await open(name)
            opened = name
            for (const screen of screens) for (const light of themes) {
                const size = screen === PHONE ? 'phone' : 'tablet'
                const file = `${name}-${what}-${size}-${light}.png`
                await page.setViewport(mode === '--look' ? { ...screen, deviceScaleFactor: 1 } : screen)
                await theme(light)
                if (!await page.evaluate(asked => show(asked), { selector })) tell(file, `no \`${selector}\``)
                const bytes = await page.screenshot({ type: 'png' })
                if (mode) await writeFile(path.join(mode === '--look' ? lookInto : goldens, file), bytes)
                else {
                    drawn.set(`/drawn/${file}`, bytes)
                    const { share, mean } = await page.evaluate((...all) => compare(...all), `${at}/goldens/${file}`, `${at}/drawn/${file}`)
                    const differs = share > APART.share || mean > APART.mean
                    tell(file, differs ? `${(share * 100).toFixed(1)} % of it differs, ${mean.toFixed(1)} in the mean` : null)
                    if (differs) await writeFile(path.join(folder, file), bytes)
                }
            }
        }
        if (mode === '--bless') await writeFile(path.join(goldens, 'chromium'), `${version}\n`)
        if (!mode) {
            // A title in another colour is another picture.
            await page.setViewport(PHONE)
            await open('forging-stability', ['</head>', '<style>h1.title { color: #a00 !important }</style></head>'])
            await page.evaluate(asked => show(asked), { selector: '.title-block' })
            drawn.set('/drawn/x.png', await page.screenshot({ type: 'png' }))
            const { share, mean } = await page.evaluate((...all) => compare(...all), `${at}/goldens/forging-stability-title-phone-light.png`, `${at}/drawn/x.png`)
            tell('seeded: a title in red', share > APART.share || mean > APART.mean ? null : `only ${(share * 100).toFixed(1)} % differs`)
        }
    }
} finally {
    await browser.close()
    server.close()
}
console.log(mode ? `pictures drawn, ${failed} failed` : `${passed} passed, ${failed} failed`)
process.exit(failed === 0 && (mode || passed > 0) ? 0 : 1)
