//! Numbers as people read them; a unit is held to its number by a space that does not break.

use std::time::Duration;

/// A whole number in groups of three: "1,234,567".
pub(super) fn grouped(number: impl Into<u128>) -> String {
    let digits = number.into().to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The same of a count.
pub(super) fn count(number: usize) -> String {
    grouped(number as u64)
}

/// A size, with three digits that count: "532 bytes", "1.23 kB", "45.6 MB".
pub(super) fn size(bytes: u64) -> String {
    const UNITS: [(&str, f64); 4] = [("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)];
    if bytes < 1000 {
        return format!("{bytes}\u{a0}{}", if bytes == 1 { "byte" } else { "bytes" });
    }
    let value = bytes as f64;
    // What would be told as 1000 of a unit is 1.00 of the next.
    let fits = UNITS.iter().find(|(_, unit)| value >= unit * 0.9995);
    let (name, unit) = fits.copied().unwrap_or(("kB", 1e3));
    let digits = match value / unit {
        value @ ..9.995 => format!("{value:.2}"),
        value @ ..99.95 => format!("{value:.1}"),
        value @ ..1000.0 => format!("{value:.0}"),
        _ => grouped(bytes / 1_000_000_000_000),
    };
    format!("{digits}\u{a0}{name}")
}

/// How long one paper took: "0.42 s".
pub(super) fn seconds(seconds: f64) -> String {
    format!("{seconds:.2}\u{a0}s")
}

/// How long many took: "12.3 s", "4 min 10 s", "2 h 5 min".
pub(super) fn time(seconds: f64) -> String {
    let whole = Duration::try_from_secs_f64(seconds.round()).map_or(0, |time| time.as_secs());
    match whole {
        0..60 => format!("{seconds:.1}\u{a0}s"),
        60..3600 => format!("{}\u{a0}min {}\u{a0}s", whole / 60, whole % 60),
        _ => format!("{}\u{a0}h {}\u{a0}min", grouped(whole / 3600), whole % 3600 / 60),
    }
}

/// A part of a whole in hundredths: "12.3 %"; little is not nothing, and nearly all is not all.
pub(super) fn share(part: usize, whole: usize) -> String {
    let value = percent(part, whole);
    if value > 0.0 && value < 0.05 {
        "<\u{a0}0.1\u{a0}%".to_owned()
    } else if part < whole && value >= 99.95 {
        ">\u{a0}99.9\u{a0}%".to_owned()
    } else {
        format!("{value:.1}\u{a0}%")
    }
}

/// The same as a number.
pub(super) fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        100.0 * part as f64 / whole as f64
    }
}

/// "1 paper", "1,200 papers".
pub(super) fn many(number: usize, one: &str, more: &str) -> String {
    format!("{}\u{a0}{}", count(number), if number == 1 { one } else { more })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_sizes_have_three_digits() {
        let plain = |text: String| text.replace('\u{a0}', " ");
        for (number, told) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(count(number), told);
        }
        for (bytes, told) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (999, "999 bytes"),
            (1000, "1.00 kB"),
            (9994, "9.99 kB"),
            (9996, "10.0 kB"),
            (99_960, "100 kB"),
            (999_400, "999 kB"),
            (999_600, "1.00 MB"),
            (45_600_000, "45.6 MB"),
            (u64::MAX, "18,446,744 TB"),
        ] {
            assert_eq!(plain(size(bytes)), told, "{bytes}");
        }
        for (value, told) in [
            (0.04, "0.0 s"),
            (59.4, "59.4 s"),
            (61.0, "1 min 1 s"),
            (7500.0, "2 h 5 min"),
        ] {
            assert_eq!(plain(time(value)), told);
        }
        for (part, whole, told) in [
            (0, 0, "0.0 %"),
            (1, 3, "33.3 %"),
            (1, 10_000, "< 0.1 %"),
            (9999, 10_000, "> 99.9 %"),
            (7, 7, "100.0 %"),
        ] {
            assert_eq!(plain(share(part, whole)), told);
        }
    }
}
