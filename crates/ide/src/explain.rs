//! The pages that explain diagnostic codes, as they are in `docs/codes`.

use base::Code;
use std::borrow::Cow;

macro_rules! pages {
    ($($code:ident)*) => {
        /// The page about a code, in Markdown.
        pub fn page(code: Code) -> &'static str {
            match code {
                $(Code::$code => include_str!(concat!("../../../docs/codes/", stringify!($code), ".md")),)*
            }
        }
    };
}

pages! {
    D011 E001 E002 E003 E004 E005 E006 E007 E008 E009 E010 E011 E012 E013 E014 E015 E016 E017 E018 E019 E020 E021
    E022 E023 E024 E025 E026 E028 E036 I001 I002 I003 L001 L002 L003 L004 L006 L007 P001 P002 P003 V001 V010 V011 V012
    V013 V014 V015 V016 V017 V020 V021 V022 V023 V024 V025 V026 V027 V028 V029 V030 V032 V033 V034 V035 V036 V037
    V038 V039 V040 V042 V044 V045 V046 V047 V060 V061 V062 V063 V064 V065 V066 W001 W002 W003 W004 W005 W006 W007
    W008 W009 W010 W011 W013 W014 W015
}

/// What a code is about: the first paragraph of its page.
pub fn explanation(code: Code) -> Cow<'static, str> {
    let page = page(code).trim_start();
    let behind_title = page.split_once('\n').map_or("", |it| it.1).trim_start();
    let paragraph = behind_title.split("\n\n").next().unwrap_or_default().trim_end();
    match paragraph.contains('\n') {
        true => Cow::Owned(paragraph.replace('\n', " ")),
        false => Cow::Borrowed(paragraph),
    }
}

#[cfg(test)]
mod tests {
    use super::explanation;
    use base::Code;

    #[test]
    fn every_code_has_a_paragraph() {
        for code in Code::ALL {
            let text = explanation(*code);
            assert!(
                text.ends_with(['.', ':', ')']) && !text.starts_with(['#', '|']) && !text.starts_with("```"),
                "{code}: {text}"
            );
        }
    }
}
