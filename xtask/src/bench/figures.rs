//! Figures: samples, what is told of them, and the bars they are held to.

use serde_json::{Value, json};

/// What a bar is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Statistic {
    Median,
    P95,
}

/// The most that a figure may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bar {
    pub(super) statistic: Statistic,
    pub(super) most: f64,
}

/// One thing that was measured several times.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    pub(super) what: String,
    pub(super) unit: &'static str,
    pub(super) samples: Vec<f64>,
    /// All must be met.
    pub(super) bars: Vec<Bar>,
}

/// Figures that belong together.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) title: String,
    pub(super) figures: Vec<Figure>,
}

impl Figure {
    pub(super) fn new(what: impl Into<String>, unit: &'static str, samples: Vec<f64>) -> Figure {
        Figure { what: what.into(), unit, samples, bars: Vec::new() }
    }

    /// Holds the median to a bar.
    pub(super) fn median_at_most(mut self, most: f64) -> Figure {
        self.bars.push(Bar { statistic: Statistic::Median, most });
        self
    }

    /// Holds the 95th percentile to a bar.
    pub(super) fn p95_at_most(mut self, most: f64) -> Figure {
        self.bars.push(Bar { statistic: Statistic::P95, most });
        self
    }

    /// The nearest-rank percentile; not a number without samples.
    pub(super) fn percentile(&self, percent: f64) -> f64 {
        let mut sorted = self.samples.clone();
        sorted.sort_by(f64::total_cmp);
        let rank = (percent / 100.0 * sorted.len() as f64).ceil() as usize;
        sorted.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
    }

    pub(super) fn median(&self) -> f64 {
        self.percentile(50.0)
    }

    fn meets(&self, bar: Bar) -> bool {
        let value = match bar.statistic {
            Statistic::Median => self.median(),
            Statistic::P95 => self.percentile(95.0),
        };
        value <= bar.most
    }

    fn misses(&self) -> bool {
        self.bars.iter().any(|it| !self.meets(*it))
    }

    fn row(&self) -> String {
        let [median, p95, least, most] =
            [self.median(), self.percentile(95.0), self.percentile(0.0), self.percentile(100.0)].map(shown);
        let bars = self.bars.iter().map(|bar| {
            let statistic = if bar.statistic == Statistic::Median { "median" } else { "p95" };
            let verdict = if self.meets(*bar) { "met" } else { "**missed**" };
            format!("{statistic} ≤ {}: {verdict}", bar.most)
        });
        let bar = bars.collect::<Vec<_>>().join(", ");
        format!(
            "| {} | {} | {median} | {p95} | {least} | {most} | {} | {bar} |\n",
            self.what,
            self.unit,
            self.samples.len()
        )
    }

    fn to_json(&self) -> Value {
        json!({
            "what": self.what, "unit": self.unit, "median": self.median(), "p95": self.percentile(95.0),
            "min": self.percentile(0.0), "max": self.percentile(100.0), "runs": self.samples.len(),
            "bars": self.bars.iter().map(|it| it.most).collect::<Vec<_>>(), "met": !self.misses(),
        })
    }
}

impl Group {
    /// A heading and a Markdown table.
    pub(super) fn to_markdown(&self) -> String {
        let rows: String = self.figures.iter().map(Figure::row).collect();
        format!(
            "### {}\n\n| what | unit | median | p95 | min | max | runs | bar |\n|---|---|--:|--:|--:|--:|--:|---|\n{rows}",
            self.title
        )
    }

    pub(super) fn to_json(&self) -> Value {
        json!({"title": self.title, "figures": self.figures.iter().map(Figure::to_json).collect::<Vec<_>>()})
    }

    /// What missed its bar.
    pub(super) fn missed(&self) -> impl Iterator<Item = &str> {
        self.figures.iter().filter(|it| it.misses()).map(|it| it.what.as_str())
    }
}

/// Three figures, more for large numbers.
fn shown(value: f64) -> String {
    match value.abs() {
        it if it >= 100.0 || it == 0.0 => format!("{value:.0}"),
        it if it >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_samples() {
        let figure = Figure::new("x", "ms", (1..=20).rev().map(f64::from).collect());
        assert_eq!([0.0, 50.0, 95.0, 100.0].map(|it| figure.percentile(it)), [1.0, 10.0, 19.0, 20.0]);
        assert_eq!(Figure::new("x", "ms", vec![3.0]).percentile(95.0), 3.0);
    }

    #[test]
    fn rows_say_whether_the_bar_is_met() {
        let figure = |most| Figure::new("hover", "ms", vec![1.0, 2.0, 30.25]).p95_at_most(most);
        assert_eq!(figure(31.0).row(), "| hover | ms | 2.00 | 30.2 | 1.00 | 30.2 | 3 | p95 ≤ 31: met |\n");
        assert_eq!(
            figure(20.0).row(),
            "| hover | ms | 2.00 | 30.2 | 1.00 | 30.2 | 3 | p95 ≤ 20: **missed** |\n"
        );
        let group = Group { title: "t".to_owned(), figures: vec![figure(31.0), figure(20.0)] };
        assert_eq!(group.missed().count(), 1);
    }
}
