//! Moves comments where they stand still: across commas, and to the end of the block that they belong to.

use crate::layout::{Layout, Role, SpanKind};
use crate::options::Commas;
use crate::tokens::{Comment, Stream, Token};
use syntax::SyntaxKind;

/// Commas move between the ends and the starts of lines; comments keep the side of the line that they are on.
pub(crate) fn settle_commas(tokens: &mut [Token<'_>], commas: Commas) {
    for i in 1..tokens.len() {
        let kind = tokens[i].kind;
        if tokens[i].is_verbatim || !matches!(kind, SyntaxKind::COMMA | SyntaxKind::SEMICOLON) {
            continue;
        }
        let (head, tail) = tokens.split_at_mut(i);
        let Some((comma, tail)) = tail.split_first_mut() else { return };
        let (Some(before), Some(next)) = (head.last_mut(), tail.first_mut()) else { return };
        // Nothing can stand on a line behind a comment that ends with it, and no comment overtakes another.
        let is_cut = before.behind.last().is_some_and(|it| !it.starts_with("/*")) || !comma.above.is_empty();
        if commas == Commas::Trailing || kind == SyntaxKind::SEMICOLON {
            // A semicolon behind comments on lines of their own stays where it is: nothing may be moved across these.
            if kind == SyntaxKind::SEMICOLON && is_cut && !(comma.above.is_empty() && comma.before.is_empty())
            {
                continue;
            }
            if is_cut && !comma.before.is_empty() {
                let (start, behind) = (comma.range.start(), std::mem::take(&mut comma.behind));
                let own_line = |text| Comment { text, start, blank_below: false };
                comma.above.extend(comma.before.drain(..).chain(behind).map(own_line));
                comma.ends_line = false;
            }
            before.behind.append(&mut comma.before);
            if before.ends_line {
                let mut behind = std::mem::take(&mut before.behind);
                let is_full = behind.last().is_some_and(|it| !it.starts_with("/*"));
                if is_full && !comma.behind.is_empty() {
                    let start = comma.range.start();
                    let own_line = |text| Comment { text, start, blank_below: false };
                    next.above.splice(0..0, comma.behind.drain(..).map(own_line));
                }
                behind.append(&mut comma.behind);
                comma.behind = behind;
                comma.ends_line = true;
                before.ends_line = false;
            }
            if kind == SyntaxKind::COMMA {
                if !comma.above.is_empty() {
                    move_above(comma, next);
                } else if comma.blank_before && next.above.is_empty() {
                    next.blank_before = true;
                }
                comma.blank_before = false;
            }
        } else {
            if comma.ends_line && !is_cut && comma.before.is_empty() {
                before.behind.append(&mut comma.behind);
                before.ends_line = true;
                comma.ends_line = false;
            }
            if !next.above.is_empty() && comma.before.is_empty() && comma.behind.is_empty() {
                move_above(next, comma);
            }
            comma.blank_before |= next.blank_before;
            next.blank_before = false;
        }
    }
}

/// Moves the comments above one token above another.
fn move_above<'a>(from: &mut Token<'a>, to: &mut Token<'a>) {
    let moved: Vec<Comment<'a>> = std::mem::take(&mut from.above);
    if from.range.start() < to.range.start() {
        to.blank_before = from.blank_before;
        to.above.splice(0..0, moved);
    } else {
        if to.above.is_empty() {
            to.blank_before |= from.blank_before;
        }
        to.above.extend(moved);
    }
    from.blank_before = false;
}

/// Comments above a token that closes a block, or that begins the next clause, belong to the block before if they were
/// indented as it is.
pub(crate) fn settle_blocks(source: &str, stream: &mut Stream<'_>, layout: &Layout) {
    let levels = levels(stream.tokens.len(), layout);
    for i in 1..stream.tokens.len() {
        let (head, tail) = stream.tokens.split_at_mut(i);
        let (Some(before), Some(token)) = (head.last_mut(), tail.first_mut()) else { return };
        if token.above.is_empty() || opens(before) {
            continue;
        }
        let count = match layout.gaps[i].role {
            Role::Close => token.above.len(),
            // A clause that stands deeper than what is before it ends no block.
            Role::Clause if token.was_on_next_line && levels[i - 1] > levels[i] => {
                let own = column(source, usize::from(token.range.start()));
                token.above.iter().take_while(|it| column(source, usize::from(it.start)) > own).count()
            }
            _ => 0,
        };
        let rest = token.above.split_off(count);
        before.below = std::mem::replace(&mut token.above, rest);
        if let Some(last) = before.below.last_mut() {
            before.blank_below = std::mem::replace(&mut token.blank_before, last.blank_below);
            last.blank_below = false;
        }
    }
}

/// How deep each token stands if all lines are broken that can be.
fn levels(count: usize, layout: &Layout) -> Vec<i32> {
    let mut levels = vec![0; count + 1];
    for span in layout.spans.iter().filter(|it| it.kind != SpanKind::Group) {
        levels[span.first] += 1;
        levels[span.last + 1] -= 1;
    }
    let mut level = 0;
    for it in &mut levels {
        level += *it;
        *it = level;
    }
    levels
}

fn opens(token: &Token<'_>) -> bool {
    matches!(token.last_kind, SyntaxKind::L_PAREN | SyntaxKind::L_BRACKET | SyntaxKind::L_BRACE)
}

/// How many characters stand before `offset` in its line.
fn column(source: &str, offset: usize) -> usize {
    let start = source[..offset].rfind('\n').map_or(0, |it| it + 1);
    source[start..offset].chars().count()
}
