//! Bytes that are mostly the byte before them, as a stream of zlib.
//!
//! The rows of a picture with a palette come in; what leaves is what a PNG holds of them
//! (RFC 1950, over RFC 1951). A compressor for everything reads each of the four million
//! pixels of a cover and looks for words that come again. Letters on a plain ground have none:
//! what they have is stretches of one colour, and a stretch is one step here however long it
//! is. Codes made for the picture do the rest, and leave two thirds of what the first level of
//! a usual compressor does.

/// A stream that is being written.
pub(super) struct Stream {
    out: Bits,
    /// Steps of the block that is not written yet.
    steps: Vec<Step>,
    /// The byte at the end, and how often it is repeated without a step of its own.
    last: Option<u8>,
    pending: usize,
    sum: Sum,
}

/// How many steps share their codes: another part of the picture has other colours.
const BLOCK: usize = 1 << 15;
/// The longest stretch of a step, and the shortest.
const LONGEST: usize = 258;
const SHORTEST: usize = 3;

impl Stream {
    pub(super) fn new() -> Self {
        let mut out = Bits::default();
        // Deflate with a window of 32 KiB, no dictionary (RFC 1950, 2.2).
        out.bytes.extend([0x78, 0x01]);
        Self {
            out,
            steps: Vec::with_capacity(BLOCK + LONGEST),
            last: None,
            pending: 0,
            sum: Sum { low: 1, high: 0 },
        }
    }

    /// Writes a byte so many times.
    pub(super) fn repeat(&mut self, byte: u8, times: usize) {
        if times == 0 {
            return;
        }
        self.sum.add_stretch(byte, times as u64);
        if self.last == Some(byte) {
            self.pending += times;
        } else {
            self.begin(byte);
            self.pending = times - 1;
        }
    }

    /// Writes bytes.
    pub(super) fn write(&mut self, mut bytes: &[u8]) {
        self.sum.add(bytes);
        while let Some((&byte, rest)) = bytes.split_first() {
            if self.last == Some(byte) {
                // Within letters and between them, many at once.
                let same = same(bytes, byte);
                self.pending += same;
                bytes = &bytes[same..];
            } else {
                self.begin(byte);
                bytes = rest;
            }
        }
    }

    /// The finished stream.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.close();
        self.block(true);
        let mut bytes = self.out.finish();
        bytes.extend(self.sum.value().to_be_bytes());
        bytes
    }

    /// Begins a stretch of another byte.
    fn begin(&mut self, byte: u8) {
        self.close();
        if self.steps.len() >= BLOCK {
            self.block(false);
        }
        self.steps.push(Step::byte(byte));
        self.last = Some(byte);
    }

    /// Makes steps of the stretch at the end.
    fn close(&mut self) {
        while self.pending >= SHORTEST {
            let length = self.pending.min(LONGEST);
            self.steps.push(Step::again(length));
            self.pending -= length;
        }
        if let Some(last) = self.last {
            self.steps
                .extend(std::iter::repeat_n(Step::byte(last), self.pending));
        }
        self.pending = 0;
    }

    /// Writes the steps so far with codes of their own (RFC 1951, 3.2.7).
    fn block(&mut self, is_last: bool) {
        let mut counts = [0u32; SYMBOLS];
        counts[END] = 1;
        for step in &self.steps {
            counts[step.symbol()] += 1;
        }
        let lengths = lengths(&counts, 15);
        let codes = codes(&lengths);
        self.out.put(u32::from(is_last), 1);
        self.out.put(2, 2);
        self.head(&lengths);
        for step in self.steps.drain(..) {
            let symbol = step.symbol();
            self.out.put(codes[symbol], lengths[symbol]);
            if let Some((extra, bits)) = step.extra() {
                // The distance is one, the only one there is: a code of one bit.
                self.out.put(extra, bits);
                self.out.put(0, 1);
            }
        }
        self.out.put(codes[END], lengths[END]);
    }

    /// How long each code is, in codes again.
    fn head(&mut self, lengths: &[u8; SYMBOLS]) {
        /// The order in which their own codes' lengths stand.
        const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
        // The one distance follows; `18` says so many times nothing.
        let all: Vec<u8> = lengths.iter().copied().chain([1]).collect();
        let mut signs: Vec<(usize, u32)> = Vec::new();
        let mut rest = all.as_slice();
        while let Some(&first) = rest.first() {
            let many = same(rest, first).min(138);
            if first == 0 && many >= 11 {
                signs.push((18, u32::try_from(many - 11).unwrap_or(0)));
                rest = &rest[many..];
            } else {
                signs.push((first.into(), 0));
                rest = &rest[1..];
            }
        }
        let mut counts = [0u32; 19];
        for (sign, _) in &signs {
            counts[*sign] += 1;
        }
        let own = self::lengths(&counts, 7);
        let codes = codes(&own);
        self.out.put(u32::try_from(SYMBOLS - 257).unwrap_or(0), 5);
        self.out.put(0, 5);
        self.out.put(15, 4);
        for place in ORDER {
            self.out.put(own[place].into(), 3);
        }
        for (sign, extra) in signs {
            self.out.put(codes[sign], own[sign]);
            if sign == 18 {
                self.out.put(extra, 7);
            }
        }
    }
}

/// How many bytes at the beginning are that one.
fn same(bytes: &[u8], byte: u8) -> usize {
    let (eights, _) = bytes.as_chunks::<8>();
    let whole = eights.iter().take_while(|eight| **eight == [byte; 8]).count() * 8;
    let rest = bytes[whole..].iter().take_while(|other| **other == byte);
    whole + rest.count()
}

/// A step of deflate: a byte, or so many more of the byte before.
#[derive(Clone, Copy)]
struct Step(u16);

/// Bytes, the end, and 29 kinds of lengths.
const SYMBOLS: usize = 286;
const END: usize = 256;

impl Step {
    fn byte(byte: u8) -> Self {
        Self(byte.into())
    }

    fn again(length: usize) -> Self {
        Self(256 + u16::try_from(length - SHORTEST).unwrap_or(0))
    }

    /// What it has a code for.
    fn symbol(self) -> usize {
        let step = usize::from(self.0);
        match step.checked_sub(256) {
            None => step,
            // The longest has a code of its own.
            Some(255) => 285,
            Some(more @ 0..8) => 257 + more,
            Some(more) => {
                let bits = more.ilog2() as usize - 2;
                257 + 4 * bits + (more >> bits)
            }
        }
    }

    /// What of its length stands behind the code, and in how many bits; `None` for a byte.
    fn extra(self) -> Option<(u32, u8)> {
        let more = u32::from(self.0).checked_sub(256)?;
        Some(match more {
            255 | 0..8 => (0, 0),
            _ => {
                let bits = more.ilog2() - 2;
                (more & ((1 << bits) - 1), bits.to_le_bytes()[0])
            }
        })
    }
}

/// How long the code of each symbol is, at most `most` bits; nothing for what is not there.
fn lengths<const N: usize>(counts: &[u32; N], most: usize) -> [u8; N] {
    let mut lengths = [0; N];
    let mut symbols: Vec<usize> = (0..N).filter(|symbol| counts[*symbol] > 0).collect();
    symbols.sort_by_key(|symbol| counts[*symbol]);
    if let [only] = symbols[..] {
        lengths[only] = 1;
        return lengths;
    }
    // Huffman's tree: again and again, the two rarest become one. Those that have become one
    // come about in order, so that two queues are enough.
    let leaves = symbols.len();
    let mut weights: Vec<u64> = symbols.iter().map(|symbol| counts[*symbol].into()).collect();
    let mut parents = vec![0; 2 * leaves];
    let (mut leaf, mut joined) = (0, leaves);
    while weights.len() < 2 * leaves - 1 {
        let mut weight = 0;
        for _ in 0..2 {
            let is_leaf = leaf < leaves && (joined >= weights.len() || weights[leaf] <= weights[joined]);
            let next = if is_leaf { &mut leaf } else { &mut joined };
            weight += weights[*next];
            parents[*next] = weights.len();
            *next += 1;
        }
        weights.push(weight);
    }
    let mut depths = vec![0usize; 2 * leaves - 1];
    let mut many = vec![0usize; most + 1];
    for node in (0..2 * leaves - 2).rev() {
        depths[node] = depths[parents[node]] + 1;
        if node < leaves {
            many[depths[node].min(most)] += 1;
        }
    }
    // Those that were too deep take more room than there is at the depth that they may have:
    // one goes up beside another that goes down for it, until it is enough.
    let mut taken: usize = (1..=most).map(|depth| many[depth] << (most - depth)).sum();
    while taken > 1 << most {
        let Some(depth) = (1..most).rev().find(|depth| many[*depth] > 0) else {
            break;
        };
        many[most] -= 1;
        many[depth] -= 1;
        many[depth + 1] += 2;
        taken -= 1;
    }
    // The rarest have the longest.
    let deepest = (1..=most)
        .rev()
        .flat_map(|depth| std::iter::repeat_n(depth, many[depth]));
    for (symbol, depth) in symbols.into_iter().zip(deepest) {
        lengths[symbol] = depth.to_le_bytes()[0];
    }
    lengths
}

/// Codes of such lengths (RFC 1951, 3.2.2), their first bit lowest, as they are written.
fn codes<const N: usize>(lengths: &[u8; N]) -> [u32; N] {
    let mut next = [0u32; 17];
    for bits in 1..16u8 {
        let many = lengths.iter().filter(|length| **length == bits).count();
        let many = u32::try_from(many).unwrap_or(0);
        next[usize::from(bits) + 1] = (next[usize::from(bits)] + many) << 1;
    }
    lengths.map(|length| {
        let next = &mut next[usize::from(length)];
        let code = *next;
        *next += 1;
        code.reverse_bits()
            .checked_shr(32 - u32::from(length))
            .unwrap_or(0)
    })
}

/// Bits, the first of them lowest.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    held: u64,
    /// How many are held.
    count: u32,
}

impl Bits {
    fn put(&mut self, bits: u32, count: u8) {
        self.held |= u64::from(bits) << self.count;
        self.count += u32::from(count);
        if self.count >= 32 {
            let [a, b, c, d, ..] = self.held.to_le_bytes();
            self.bytes.extend([a, b, c, d]);
            self.held >>= 32;
            self.count -= 32;
        }
    }

    fn finish(mut self) -> Vec<u8> {
        let whole = self.count.div_ceil(8) as usize;
        self.bytes.extend(&self.held.to_le_bytes()[..whole]);
        self.bytes
    }
}

/// The sum of everything, Adler-32 (RFC 1950, 8.2).
struct Sum {
    low: u64,
    high: u64,
}

impl Sum {
    const MODULUS: u64 = 65_521;

    /// The same byte so many times, in one step: the low sum grows evenly.
    fn add_stretch(&mut self, byte: u8, times: u64) {
        let (byte, times) = (u64::from(byte), times % (2 * Self::MODULUS));
        self.high += times * self.low + byte * (times * (times + 1) / 2 % Self::MODULUS);
        self.low += byte * times;
        self.high %= Self::MODULUS;
        self.low %= Self::MODULUS;
    }

    fn add(&mut self, bytes: &[u8]) {
        // Nothing overflows: the sums are eight bytes wide, and a part 64 KiB at the most.
        for part in bytes.chunks(1 << 16) {
            for byte in part {
                self.low += u64::from(*byte);
                self.high += self.low;
            }
            self.low %= Self::MODULUS;
            self.high %= Self::MODULUS;
        }
    }

    fn value(&self) -> u32 {
        u32::try_from(self.high << 16 | self.low).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a stream as a PNG's, so that a decoder that is not ours, with its sums, is the judge.
    fn read(stream: &[u8], length: u32) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, length - 1, 1);
        encoder.set_color(png::ColorType::Grayscale);
        let mut writer = encoder.write_header().expect("a header");
        writer.write_chunk(png::chunk::IDAT, stream).expect("a chunk");
        drop(writer);
        let decoder = png::Decoder::new(std::io::Cursor::new(file));
        let mut reader = decoder.read_info().expect("a picture");
        let mut pixels = vec![0; length as usize - 1];
        reader.next_frame(&mut pixels).expect("pixels");
        pixels
    }

    fn written(pieces: &[(u8, usize)], by_bytes: bool) -> Vec<u8> {
        let mut stream = Stream::new();
        // The filter of the one row.
        stream.repeat(0, 1);
        for &(byte, times) in pieces {
            match by_bytes {
                true => stream.write(&vec![byte; times]),
                false => stream.repeat(byte, times),
            }
        }
        let length = 1 + pieces.iter().map(|(_, times)| times).sum::<usize>();
        read(&stream.finish(), u32::try_from(length).expect("short"))
    }

    #[test]
    fn stretches_of_every_length_come_back() {
        let lengths = (1..=600).chain([65_520, 65_521, 65_522, 131_043, 300_000]);
        for length in lengths {
            let pieces = [(7, 2), (0, length), (255, 1), (255, length), (3, 1)];
            let expected: Vec<u8> = pieces
                .iter()
                .flat_map(|(byte, times)| std::iter::repeat_n(*byte, *times))
                .collect();
            assert_eq!(written(&pieces, false), expected, "{length}");
            assert_eq!(written(&pieces, true), expected, "{length}");
        }
    }

    /// Colours of which each is twice as frequent as the next want codes of any length.
    #[test]
    fn codes_are_never_too_long() {
        let pieces: Vec<(u8, usize)> = (0..20u8)
            .flat_map(|byte| (0..1usize << (19 - byte)).map(move |turn| (byte + 1, 1 + turn % 2)))
            .collect();
        let expected: Vec<u8> = pieces
            .iter()
            .flat_map(|(byte, times)| std::iter::repeat_n(*byte, *times))
            .collect();
        assert_eq!(written(&pieces, false), expected);
        let mut counts = [0; 30];
        for (place, count) in counts.iter_mut().enumerate() {
            *count = 1 << place;
        }
        let lengths = lengths(&counts, 15);
        assert_eq!(lengths.iter().max(), Some(&15));
        let room: u32 = lengths.iter().map(|length| 1 << (15 - length)).sum();
        assert!(room <= 1 << 15, "{room}");
    }

    #[test]
    fn noise_comes_back_over_blocks() {
        let mut state = 1u32;
        let bytes: Vec<(u8, usize)> = (0..200_000)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let [_, _, byte, times] = state.to_le_bytes();
                (byte, if times > 250 { 9 } else { 1 })
            })
            .collect();
        let expected: Vec<u8> = bytes
            .iter()
            .flat_map(|(byte, times)| std::iter::repeat_n(*byte, *times))
            .collect();
        assert_eq!(written(&bytes, true), expected);
    }
}
