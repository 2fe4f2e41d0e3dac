//! `cargo xtask corpus`: figures of conformance.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line program talks on its standard streams"
)]

use anyhow::Result;
use base::DialectKind;
use clap::{Parser, Subcommand};
use corpus::duckdb::Engine;
use corpus::{entries, fan_out, lineage, mutate, page, parse, portability, recover, shape, types};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask corpus", about = "Hold Rocky against SQL that nobody here wrote")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// The folder of the corpus; `ROCKY_CORPUS`, or `../shared/corpus`, where absent.
    #[arg(long, global = true)]
    corpus: Option<PathBuf>,
    /// Print JSON.
    #[arg(long, global = true)]
    json: bool,
    /// Write the committed lists and `docs/conformance.md`.
    #[arg(long, global = true)]
    write: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Install the engines that are asked, below `~/.cache/rocky`.
    Setup,
    /// Count the statements that Rocky reads and refuses, by dialect.
    Parse {
        /// Only this dialect, with every difference.
        #[arg(long)]
        dialect: Option<String>,
    },
    /// Break a valid project in known ways, and hold what Rocky says against what DuckDB says.
    Mutate {
        /// The project: a folder with a `rocky.toml` and a `data/seed.sql`.
        #[arg(long)]
        project: PathBuf,
        /// How many times.
        #[arg(long, default_value_t = 1000)]
        mutations: usize,
        /// The seed of the random choices.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Also print what is not as it should be.
        #[arg(long)]
        list: bool,
    },
    /// Take a token out of queries, and judge what Rocky says.
    Recover {
        /// How many queries.
        #[arg(long, default_value_t = 2000)]
        queries: usize,
        /// Also print every query whose messages are not as they should be.
        #[arg(long)]
        list: bool,
    },
    /// Compare the trees of a thousand DuckDB queries with those of DuckDB's own parser.
    Shape {
        /// Every difference, with both shapes.
        #[arg(long)]
        differences: bool,
        /// How many queries.
        #[arg(long, default_value_t = shape::SAMPLE)]
        sample: usize,
    },
    /// Put fan-outs into right queries, and count how many W007 finds; DuckDB says which multiply.
    FanOut {
        /// How many.
        #[arg(long, default_value_t = fan_out::INJECTIONS)]
        injections: usize,
        /// Also print each one that is missed, and each alarm about a right query.
        #[arg(long)]
        list: bool,
    },
    /// Compare the columns that each column of a query comes from with sqlglot's answers.
    Lineage {
        /// Also print every difference.
        #[arg(long)]
        list: bool,
    },
    /// Compare what P001 says of calls with what DuckDB and Spark said.
    Portability {
        /// Ask this engine anew, `duckdb` or `databricks`, and write its table.
        #[arg(long, requires = "python")]
        ask: Option<String>,
        /// A Python with the engine's package: `duckdb`, or `pyspark`.
        #[arg(long)]
        python: Option<PathBuf>,
    },
    /// Compare the columns and complaints of queries with those of engines: DuckDB, Spark, GoogleSQL.
    Types {
        /// Only this file of `types/`, without its ending, or `parse.DIALECT`; with a table by group.
        #[arg(long)]
        file: Option<String>,
        /// Only the files of this dialect, with a table by group.
        #[arg(long)]
        dialect: Option<String>,
        /// Every difference of one sort.
        #[arg(long)]
        list: Option<types::list::Sort>,
    },
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    let corpus = entries::folder(arguments.corpus.as_deref());
    match &arguments.command {
        Command::Setup => drop(Engine::start()?),
        Command::Parse { dialect } => {
            let dialects = match dialect {
                None => DialectKind::ALL.to_vec(),
                Some(name) => vec![
                    DialectKind::from_name(name)
                        .ok_or_else(|| anyhow::anyhow!("there is no dialect `{name}`"))?,
                ],
            };
            let figures =
                dialects.iter().map(|it| parse::measure(&corpus, *it)).collect::<Result<Vec<_>>>()?;
            if arguments.json {
                let figures: Vec<_> = figures.iter().map(parse::Figures::to_json).collect();
                println!("{}", serde_json::to_string_pretty(&figures)?);
                return Ok(());
            }
            print!("{}", parse::to_markdown(&figures));
            if dialect.is_some() {
                for it in &figures {
                    print_differences(&corpus, it)?;
                }
            }
            if arguments.write {
                figures.iter().try_for_each(parse::Figures::write_lists)?;
                if dialect.is_none() {
                    page::write("parse", &parse::to_markdown(&figures))?;
                }
            }
        }
        Command::Mutate { project, mutations, seed, list } => {
            let figures = mutate::measure(project, *mutations, *seed)?;
            if arguments.json {
                println!("{}", serde_json::to_string_pretty(&figures.to_json())?);
                return Ok(());
            }
            print!("{}", figures.to_markdown());
            if *list {
                for verdict in &figures.verdicts {
                    for it in &verdict.faults {
                        println!("{}\t{}\t{it}", verdict.kind.name(), verdict.path);
                    }
                }
            }
            if arguments.write {
                page::write("mutate", &figures.to_markdown())?;
            }
        }
        Command::Recover { queries, list } => {
            let mut engine = Engine::start()?;
            let figures = recover::measure(&corpus, *queries, &mut engine)?;
            if arguments.json {
                println!("{}", serde_json::to_string_pretty(&figures.to_json())?);
                return Ok(());
            }
            print!("{}", figures.to_markdown());
            if *list {
                figures.faults.iter().for_each(|it| println!("{it}"));
            }
            if arguments.write {
                page::write("recover", &figures.to_markdown())?;
            }
        }
        Command::Shape { differences, sample } => {
            let figures = shape::measure(&corpus, &mut Engine::start()?, *sample)?;
            if arguments.json {
                println!("{}", serde_json::to_string_pretty(&figures.to_json())?);
                return Ok(());
            }
            print!("{}", figures.to_markdown());
            if *differences {
                for it in &figures.differences {
                    println!("\n{}\n{}\nRocky:  {}\nDuckDB: {}", it.id, it.sql.trim(), it.ours, it.theirs);
                }
            }
            if arguments.write {
                figures.write_list()?;
                page::write("shape", &figures.to_markdown())?;
            }
        }
        Command::FanOut { injections, list } => {
            let figures = fan_out::measure(&corpus, *injections)?;
            if arguments.json {
                println!("{}", serde_json::to_string_pretty(&fan_out::report::to_json(&figures))?);
                return Ok(());
            }
            print!("{}", fan_out::report::to_markdown(&figures));
            if *list {
                fan_out::report::faults(&figures).iter().for_each(|it| println!("{it}"));
            }
            if arguments.write {
                page::write("fan-out", &fan_out::report::to_markdown(&figures))?;
            }
        }
        Command::Lineage { list } => {
            let figures = lineage::measure(&corpus)?;
            if arguments.json {
                println!("{}", serde_json::to_string_pretty(&figures.to_json())?);
                return Ok(());
            }
            print!("{}", figures.to_markdown());
            if *list {
                figures.differing().for_each(|it| println!("{it}"));
            }
            if arguments.write {
                figures.write_list()?;
                page::write("lineage", &figures.to_markdown())?;
            }
        }
        Command::Portability { ask, python } => {
            if let (Some(name), Some(python)) = (ask, python) {
                let target = DialectKind::from_name(name)
                    .filter(|it| portability::ENGINES.contains(it))
                    .ok_or_else(|| anyhow::anyhow!("no engine `{name}` can be asked"))?;
                portability::ask(target, python)?;
            }
            let figures =
                portability::ENGINES.into_iter().map(portability::measure).collect::<Result<Vec<_>>>()?;
            print!("{}", portability::to_markdown(&figures));
            for (call, why) in figures.iter().flat_map(|it| &it.differences) {
                println!("{call}\t{why}");
            }
            if arguments.write {
                figures.iter().try_for_each(portability::Figures::write_list)?;
                page::write("portability", &portability::to_markdown(&figures))?;
            }
        }
        Command::Types { file, dialect, list } => {
            let all = types::files();
            let chosen: Vec<_> = all
                .iter()
                .filter(|(name, _)| file.as_ref().is_none_or(|it| it == name))
                .filter(|(_, kind)| dialect.as_ref().is_none_or(|it| it == kind.name()))
                .cloned()
                .collect();
            if chosen.is_empty() {
                anyhow::bail!("there is no such file");
            }
            let is_part = chosen.len() < all.len();
            let figures = types::measure(&corpus, &chosen)?;
            if arguments.json {
                println!("{}", serde_json::to_string_pretty(&types::report::to_json(&figures))?);
            } else if let Some(sort) = list {
                types::list::lines(&figures, *sort).iter().for_each(|it| println!("{it}"));
            } else {
                println!("{}", types::report::to_markdown(&figures));
                if is_part {
                    figures.iter().for_each(|it| println!("{}", types::report::groups_table(it)));
                }
            }
            if arguments.write {
                figures.iter().try_for_each(types::Figures::write_list)?;
                if !is_part {
                    page::write("types", &types::report::to_markdown(&figures))?;
                }
            }
        }
    }
    Ok(())
}

/// Every difference with its text, one a line.
fn print_differences(corpus: &std::path::Path, figures: &parse::Figures) -> Result<()> {
    let dialect = figures.dialect;
    let mut texts: std::collections::BTreeMap<String, String> = std::collections::BTreeMap::new();
    for entries in [
        entries::queries(corpus, dialect)?,
        entries::negatives(corpus, dialect)?,
        entries::statements(corpus, dialect)?,
    ] {
        let one_line = |sql: &str| sql.split_whitespace().collect::<Vec<_>>().join(" ");
        texts.extend(entries.into_iter().map(|it| (it.id, one_line(&it.sql))));
    }
    for (heading, list) in [
        ("refused", &figures.refused),
        ("taken (syntax)", &figures.taken[0]),
        ("taken (other)", &figures.taken[1]),
        ("statement refused", &figures.statements.1),
    ] {
        for (id, why) in list {
            println!("{heading}\t{id}\t{why}\t{}", texts.get(id).map_or("", String::as_str));
        }
    }
    Ok(())
}
