//! Ranges of numbers by their suffix:
//! <https://docs.databricks.com/en/sql/language-manual/data-types/decimal-type.html> and its neighbours.

/// The digits that a decimal may have.
const MAX_PRECISION: usize = 38;

/// Why Spark refuses this number, if it does.
pub(crate) fn complaint(text: &str, is_negative: bool) -> Option<String> {
    let text = text.replace('_', "");
    if text.len() > 1 && text.starts_with('0') && text[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let digits_end =
        text.find(|c: char| c.is_ascii_alphabetic() && !matches!(c, 'e' | 'E')).unwrap_or(text.len());
    let (number, suffix) = text.split_at(digits_end);
    match suffix.to_ascii_lowercase().as_str() {
        "y" => integer(number, is_negative, i128::from(i8::MAX), "TINYINT"),
        "s" => integer(number, is_negative, i128::from(i16::MAX), "SMALLINT"),
        "l" => integer(number, is_negative, i128::from(i64::MAX), "BIGINT"),
        "bd" => decimal(number),
        "f" => {
            number.parse::<f32>().ok().filter(|it| it.is_infinite()).map(|_| out_of_range(number, "FLOAT"))
        }
        "d" => double(number),
        "" if number.contains(['e', 'E']) => double(number),
        "" => decimal(number),
        _ => None,
    }
}

fn integer(number: &str, is_negative: bool, max: i128, name: &str) -> Option<String> {
    let max = max + i128::from(is_negative);
    match number.parse::<i128>() {
        Ok(value) if value <= max => None,
        // A fraction is none of these types; the lexer joins no such suffix to it.
        Err(_) if number.contains('.') => None,
        _ => Some(out_of_range(number, name)),
    }
}

fn double(number: &str) -> Option<String> {
    number.parse::<f64>().ok().filter(|it| it.is_infinite()).map(|_| out_of_range(number, "DOUBLE"))
}

fn decimal(number: &str) -> Option<String> {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let exponent: i64 = exponent.parse().unwrap_or(0);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let significant = format!("{whole}{fraction}").trim_start_matches('0').len();
    let scale = fraction.len() as i64 - exponent;
    let precision = match usize::try_from(scale) {
        Ok(scale) => significant.max(scale),
        Err(_) => significant + usize::try_from(-scale).unwrap_or(usize::MAX / 2),
    };
    (precision > MAX_PRECISION).then(|| format!("this number has more than {MAX_PRECISION} digits"))
}

fn out_of_range(number: &str, name: &str) -> String {
    format!("{number} is out of the range of {name}")
}
