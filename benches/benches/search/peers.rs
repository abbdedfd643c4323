//! What one would take instead: tantivy, with its own tokeniser and with a dictionary of Chinese words.

use cpu_time::ProcessTime;
use tantivy::collector::TopDocs;
use tantivy::query::{Query, QueryParser};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::{LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer};
use tantivy::{IndexWriter, Searcher, TantivyDocument, doc};
use tantivy_jieba::JiebaTokenizer;

use crate::corpus::Corpus;
use crate::{Done, Line, percentiles, size};

/// Bytes of memory that a writer may fill before it writes a segment.
const MEMORY: usize = 256 << 20;

/// With the dictionary, then without.
pub(crate) fn lines(corpus: &Corpus) -> Done<Vec<Line>> {
    let jieba = TextAnalyzer::builder(JiebaTokenizer::new()).filter(LowerCaser).build();
    Ok(vec![theirs("tantivy, jieba", corpus, jieba)?, theirs("tantivy, default", corpus, default_analyzer())?])
}

fn default_analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default()).filter(RemoveLongFilter::limit(40)).filter(LowerCaser).build()
}

fn theirs(name: &'static str, corpus: &Corpus, analyzer: TextAnalyzer) -> Done<Line> {
    // The dictionary is read once, and not counted.
    analyzer.clone().token_stream("中").process(&mut |_| ());
    let folder = tempfile::tempdir()?;
    let begun = ProcessTime::now();
    let mut schema = Schema::builder();
    let indexing =
        TextFieldIndexing::default().set_tokenizer("words").set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing).set_stored());
    let index = tantivy::Index::create_in_dir(folder.path(), schema.build())?;
    index.tokenizers().register("words", analyzer);
    let mut writer: IndexWriter = index.writer_with_num_threads(1, MEMORY)?;
    for document in &corpus.documents {
        writer.add_document(doc!(text => document.as_str()))?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    let indexing = begun.elapsed();
    let searcher = index.reader()?.searcher();
    let mut parser = QueryParser::for_index(&index, vec![text]);
    parser.set_conjunction_by_default();
    let mut nothing = 0;
    for words in &corpus.questions {
        nothing += usize::from(best(&searcher, &parser, text, words)?.1.is_empty());
    }
    let bare = percentiles(&corpus.questions, |words| Ok(best(&searcher, &parser, text, words)?.1.len()))?;
    let snippets = percentiles(&corpus.questions, |words| {
        let (query, texts) = best(&searcher, &parser, text, words)?;
        let generator = SnippetGenerator::create(&searcher, &*query, text)?;
        Ok(texts.iter().map(|text| generator.snippet(text).fragment().len()).sum())
    })?;
    Ok(Line { name, indexing, size: size(folder.path())?, bare, snippets, nothing })
}

fn best(searcher: &Searcher, parser: &QueryParser, text: Field, words: &str) -> Done<(Box<dyn Query>, Vec<String>)> {
    let (query, _) = parser.parse_query_lenient(words);
    let mut texts = Vec::new();
    for (_, address) in searcher.search(&query, &TopDocs::with_limit(10).order_by_score())? {
        let document: TantivyDocument = searcher.doc(address)?;
        texts.extend(document.get_first(text).and_then(|value| value.as_str()).map(str::to_owned));
    }
    Ok((query, texts))
}
