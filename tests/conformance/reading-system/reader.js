// A reader around foliate-js, with the few parts that an application adds to it: a page that
// shows the book, notes that pop up, the faces that the reader has. What it learns it hands to
// `judge.mjs`, which drives it.

import { makeBook } from '/foliate-js/view.js'
import { FootnoteHandler } from '/foliate-js/footnotes.js'

const TYPE = ['http://www.idpf.org/2007/ops', 'type']
const GROUNDS = { light: ['#ffffff', '#eee2cc'], dark: ['#000000', '#333336'] }

let view, faces = ''
const notes = new FootnoteHandler()
const outside = []

// Opens a book; `css` are faces that this reader brings. `fault`, a pattern and what stands in its
// place, is seeded in the book's documents and style sheets on their way to the screen.
globalThis.openBook = async (url, css, fault) => {
    faces = css
    view?.close()
    view?.remove()
    view = document.createElement('foliate-view')
    document.body.append(view)
    const file = new File([await (await fetch(url)).blob()], url)
    const book = await makeBook(file)
    if (fault) book.transformTarget.addEventListener('data', ({ detail }) => {
        detail.data = Promise.resolve(detail.data).then(data =>
            typeof data === 'string' ? data.replace(new RegExp(fault[0], 'g'), fault[1]) : data)
    })
    await view.open(book)
    view.renderer.setStyles(styles())
    view.addEventListener('link', e => notes.handle(view.book, e)?.catch(fault => broken.push(String(fault))))
    view.addEventListener('external-link', e => {
        e.preventDefault()
        outside.push(e.detail.href)
    })
    await view.init({ showTextStart: true })
    return { dir: view.book.dir, sections: view.book.sections.length }
}

const styles = (extra = '') => `${faces} html { color-scheme: light dark; } ${extra}`

const broken = []
const frames = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))

// Where an element stands on the reader's own page.
const placeOf = el => {
    const inside = el.getClientRects()[0] ?? el.getBoundingClientRect()
    const outside = el.ownerDocument.defaultView.frameElement.getBoundingClientRect()
    return { x: outside.x + inside.x, y: outside.y + inside.y }
}

const isSeen = el => {
    const { x, y } = placeOf(el)
    return x >= -1 && x <= innerWidth + 1 && y >= -1 && y <= innerHeight + 1
}

const squeezed = text => text.replace(/\s+/g, ' ').trim()

// The document of a section, when it is there and its faces are.
const documentOf = async index => {
    for (let tries = 0; tries < 100; tries += 1) {
        const doc = view.renderer.getContents().find(it => it.index === index)?.doc
        if (doc?.body && doc.readyState === 'complete') {
            await doc.fonts.ready
            await frames()
            return doc
        }
        await new Promise(done => setTimeout(done, 20))
    }
    throw new Error(`section ${index} does not come`)
}

// Goes to a place of the book; what stands there, and whether the reader now shows it.
const visit = async href => {
    const target = await view.goTo(href)
    if (!target) return { el: null, seen: false }
    const doc = await documentOf(target.index)
    const el = target.anchor?.(doc)
    // What leads to a document as a whole has no place in it.
    if (!href.includes('#')) return { el: doc.body, seen: true }
    for (let tries = 0; el && !isSeen(el) && tries < 20; tries += 1) await new Promise(done => setTimeout(done, 25))
    return { el, seen: Boolean(el) && isSeen(el) }
}

// What an element says, with words for its formulas.
const said = el => {
    const copy = el.cloneNode(true)
    copy.querySelectorAll('math').forEach(math => math.replaceWith(math.getAttribute('alttext')))
    return copy.textContent
}

const flat = items => (items ?? []).flatMap(item => [item, ...flat(item.subitems)])

// Every entry of the contents leads to its heading, or to the section that it names.
globalThis.contents = async () => {
    const faults = []
    const entries = flat(view.book.toc)
    for (const { label, href } of entries) {
        const { el, seen } = await visit(href)
        const says = el && (el.getAttribute('aria-label') || said(el))
        if (!seen) faults.push(`contents: "${label}" leads to nothing that is shown`)
        else if (!letters(says).includes(letters(label))) faults.push(`contents: "${label}" leads to "${squeezed(says).slice(0, 60)}"`)
    }
    return { count: entries.length, faults }
}

const letters = text => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase()

// Every page of the list leads to its break, which says the page's number.
globalThis.pages = async () => {
    const faults = []
    const list = view.book.pageList ?? []
    for (const { label, href } of list) {
        const { el, seen } = await visit(href)
        if (!seen) faults.push(`page ${label} is not shown`)
        else if (el.getAttribute('aria-label') !== label) faults.push(`page ${label} leads to ${el.outerHTML}`)
    }
    return { count: list.length, faults }
}

// Links of each section, `most` of them spread over it.
const eachLink = async (selector, most, see) => {
    let count = 0
    for (const [index, section] of view.book.sections.entries()) {
        if (section.linear === 'no') continue
        const links = async () => {
            await view.goTo(index)
            const doc = await documentOf(index)
            return [...doc.querySelectorAll(selector)].filter(a => !a.closest('[hidden]'))
        }
        const all = (await links()).length
        for (let at = 0; at < all; at += Math.max(1, Math.ceil(all / most))) {
            await see((await links())[at], index, section)
            count += 1
        }
    }
    return count
}

// Every note pops up with its number and its words, and leads back to its mark.
globalThis.notes = async most => {
    const faults = []
    const count = await eachLink('[role="doc-noteref"]', most, async (mark, index, section) => {
        const number = squeezed(mark.textContent)
        const shown = new Promise(done => {
            notes.addEventListener('before-render', e => document.querySelector('#note').replaceChildren(e.detail.view), { once: true })
            notes.addEventListener('render', e => done(e.detail), { once: true })
            setTimeout(() => done(null), 3000)
        })
        mark.click()
        const note = await shown
        if (!note?.target) return faults.push(`note ${number} does not pop up`)
        const words = squeezed(note.target.textContent)
        if (note.type !== 'footnote') faults.push(`note ${number} is shown as ${note.type}`)
        if (!words.startsWith(number) || words.length < number.length + 3) faults.push(`note ${number} says "${words.slice(0, 60)}"`)
        // The reader still lays it out.
        await new Promise(done => setTimeout(done, 100))
        note.view.close()
        document.querySelector('#note').replaceChildren()
        // The way back, as a reader goes it who read the notes at the end.
        const href = section.resolveHref(mark.getAttribute('href'))
        const { el } = await visit(href)
        const back = el?.querySelector('[role="doc-backlink"]')
        if (!back) return faults.push(`note ${number} has no way back`)
        const before = view.lastLocation?.cfi
        back.click()
        await moved(before)
        const home = view.renderer.getContents()[0].doc.getElementById(mark.id)
        if (!home || !isSeen(home)) faults.push(`the way back from note ${number} does not show its mark`)
    })
    return { count, faults }
}

const moved = before => new Promise(done => {
    const from = performance.now()
    const look = () => view.lastLocation?.cfi !== before || performance.now() - from > 400 ? frames().then(done) : requestAnimationFrame(look)
    look()
})

// Links within the book show what they lead to; those that leave it are handed to the system.
globalThis.links = async most => {
    const faults = []
    const inner = 'a[href]:not([role="doc-noteref"]):not([role="doc-backlink"]):not([href*=":"])'
    const count = await eachLink(inner, most, async (a, index, section) => {
        const href = section.resolveHref(a.getAttribute('href'))
        const { seen } = await visit(href)
        if (!seen) faults.push(`"${squeezed(a.textContent)}" leads to ${href}, which is not shown`)
    })
    const leaving = await eachLink('a[href*=":"]', most, async a => {
        outside.length = 0
        a.click()
        await frames()
        if (outside.length !== 1 || !/^(https?|mailto|tel):./.test(outside[0])) faults.push(`"${squeezed(a.textContent)}" does not open: ${a.getAttribute('href')}`)
    })
    return { count, leaving, faults: [...faults, ...broken.splice(0)] }
}

// Colours of text against the grounds of light and dark themes (WCAG 2.2, 1.4.3).
globalThis.contrast = async theme => {
    const faults = new Set()
    let count = 0
    for (const [index, section] of view.book.sections.entries()) {
        if (section.linear === 'no') continue
        await view.goTo(index)
        const doc = await documentOf(index)
        const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT)
        while (walker.nextNode()) {
            const el = walker.currentNode.parentElement
            if (!walker.currentNode.data.trim() || !el.getClientRects().length) continue
            count += 1
            for (const ground of GROUNDS[theme]) {
                const ratio = ratioOf(el, ground, theme)
                if (ratio < 4.5) faults.add(`${describe(el)} has ${ratio.toFixed(2)} : 1 on ${ground}`)
            }
        }
    }
    return { count, faults: [...faults] }
}

const describe = el => `${el.localName}${el.className ? '.' + String(el.className).replaceAll(' ', '.') : ''}`

const parse = color => {
    const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number)
    return { rgb: [r, g, b], a }
}

const over = (top, alpha, below) => top.map((c, i) => c * alpha + below[i] * (1 - alpha))

const luminance = rgb => {
    const [r, g, b] = rgb.map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

const ratioOf = (el, ground, theme) => {
    const chain = []
    for (let at = el; at; at = at.parentElement) chain.unshift(getComputedStyle(at))
    let below = parse(`rgb(${ground.match(/\w\w/g).map(hex => parseInt(hex, 16)).join()})`).rgb
    // What is translucent as a whole lets the ground through in its letters, too.
    let opacity = 1
    for (const style of chain) {
        const { rgb, a } = parse(style.backgroundColor)
        below = over(rgb, a * opacity, below)
        opacity *= Number(style.opacity)
    }
    const own = getComputedStyle(el).color
    // The reader's own colour is white or black by its theme.
    const { rgb, a } = parse(own)
    const [one, two] = [luminance(over(rgb, a * opacity, below)), luminance(below)]
    return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05)
}

// Nothing reaches beyond its column but what scrolls by itself, and nothing stands below the edge of
// the screen: what a reading system cannot part is cut off there.
// `scale` is the size of type that a reader asks for.
globalThis.overflow = async scale => {
    const faults = new Set()
    let count = 0
    view.renderer.setStyles(styles(`html { font-size: ${scale} !important }`))
    await frames()
    for (const [index, section] of view.book.sections.entries()) {
        if (section.linear === 'no') continue
        await view.goTo(index)
        const doc = await documentOf(index)
        const width = parseFloat(getComputedStyle(doc.documentElement).columnWidth) || doc.documentElement.clientWidth
        const height = doc.defaultView.frameElement.getBoundingClientRect().height
        for (const el of doc.body.querySelectorAll('*')) {
            if (el.closest('.scroll *, .equation *, math *, [hidden]')) continue
            count += 1
            for (const rect of el.getClientRects()) {
                if (rect.width > width + 2) faults.add(`${describe(el)} is ${Math.round(rect.width)} px wide in a column of ${Math.round(width)}`)
                if (rect.bottom > height + 2) faults.add(`${describe(el)} ends ${Math.round(rect.bottom - height)} px below the screen`)
            }
        }
    }
    await frames()
    view.renderer.setStyles(styles())
    await frames()
    return { count, faults: [...faults].slice(0, 8) }
}

// Every picture is there, by light and by dark.
globalThis.images = async () => {
    const faults = []
    let count = 0
    for (const [index, section] of view.book.sections.entries()) {
        if (section.linear === 'no') continue
        await view.goTo(index)
        const doc = await documentOf(index)
        for (const img of doc.images) {
            if (!img.getClientRects().length) continue
            count += 1
            await img.decode().catch(() => {})
            if (!img.naturalWidth) faults.push(`a picture is not there: "${img.alt}"`)
        }
    }
    return { count, faults }
}

// Shows the place that a selector finds, for a picture. `style` is what a reader sets.
globalThis.show = async ({ selector, style, flow }) => {
    view.renderer.setAttribute('flow', flow ?? 'paginated')
    view.renderer.setStyles(styles(style))
    for (const [index, section] of view.book.sections.entries()) {
        if (section.linear === 'no') continue
        const doc = await section.createDocument()
        if (!doc.querySelector(selector)) continue
        await view.goTo(index)
        await frames()
        const live = view.renderer.getContents().find(it => it.index === index).doc
        await live.fonts.ready
        await view.renderer.goTo({ index, anchor: it => it.querySelector(selector) })
        await frames()
        await live.fonts.ready
        await new Promise(done => setTimeout(done, 150))
        return true
    }
    return false
}

// How far two pictures are apart: the share of their points that differ visibly, and the mean.
globalThis.compare = async (one, two) => {
    const [a, b] = await Promise.all([one, two].map(async url => createImageBitmap(await (await fetch(url)).blob())))
    if (a.width !== b.width || a.height !== b.height) return { share: 1, mean: 255 }
    const [p, q] = [a, b].map(bitmap => {
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
        context.drawImage(bitmap, 0, 0)
        return context.getImageData(0, 0, bitmap.width, bitmap.height).data
    })
    let apart = 0, sum = 0
    for (let at = 0; at < p.length; at += 4) {
        const d = Math.max(Math.abs(p[at] - q[at]), Math.abs(p[at + 1] - q[at + 1]), Math.abs(p[at + 2] - q[at + 2]))
        sum += d
        if (d > 48) apart += 1
    }
    return { share: apart / (p.length / 4), mean: sum / (p.length / 4) }
}

globalThis.ready = true
