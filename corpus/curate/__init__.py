"""What readers decided about articles: annotation files, what can be wrong in them, and articles as they say."""

from corpus.curate.annotation import Annotation
from corpus.curate.article import curated_article, curated_articles, draft_annotation
from corpus.curate.files import annotation_path, read_annotation, schema, to_text, write_annotation

__all__ = [
    "Annotation",
    "annotation_path",
    "curated_article",
    "curated_articles",
    "draft_annotation",
    "read_annotation",
    "schema",
    "to_text",
    "write_annotation",
]
