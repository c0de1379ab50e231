"""From annotated articles and a pretrained encoder to the files of a language's neural model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from corpus.languages.language import Language, load_language
from corpus.models.encoder import TOKENIZER, make_neural_model, pool_with_light
from corpus.models.features import class_names
from corpus.models.weights import make_vocabulary
from corpus.models.wordpieces import WordPieceTokenizer
from corpus.training.batches import Example
from corpus.training.calibrate import count_rules, fit_coefficients, label_candidates
from corpus.training.encoder import EncoderNetwork, read_encoder
from corpus.training.export_encoder import export_files
from corpus.training.fit_encoder import FineTuningConfig, ProgressCallback, tune
from corpus.training.network import NetworkConfig
from corpus.training.samples import Sample, learn_vocabulary, token_inputs

#: Word pieces have the words; what is added to them is shape, classes, quotation and what the rules say.
_LISTS = {"words": ["", ""], "endings": [""], "classes": list(class_names())}
_SETTINGS = NetworkConfig(dropout=0.1, input_dropout=0.1, word_dropout=0.0)
Learned = dict[str, torch.Tensor]


def read_tokenizer(folder: Path) -> Tokenizer:
    """What cuts words into pieces, from a folder's ``tokenizer.json``, with nothing cut off or filled up."""
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def learn_encoder(
    samples: Sequence[Sample],
    code: str,
    *,
    base: Path,
    tuning: FineTuningConfig,
    progress: ProgressCallback | None = None,
) -> Learned:
    """What a network learns from samples, by name; on one machine the same for the same base and tuning.

    ``base`` is a folder with a pretrained encoder: ``config.json``, ``model.safetensors`` and ``tokenizer.json``.
    """
    torch.set_num_threads(tuning.threads)
    torch.use_deterministic_algorithms(mode=True)
    language, vocabulary = load_language(code), make_vocabulary(_LISTS)
    network = _begin(base, half=tuning.half)
    # All begin alike, so that their mean means something; the seed changes what comes when, and what is dropped.
    if tuning.seed:
        torch.manual_seed(tuning.seed)
    tune(
        network,
        [Example(s, token_inputs(s.tokens, language, vocabulary)) for s in samples],
        cutter=WordPieceTokenizer(read_tokenizer(base)),
        names=name_words(samples, language),
        tuning=tuning,
        progress=progress,
    )
    learned: Learned = network.state_dict()
    return learned


def _begin(base: Path, *, half: bool) -> EncoderNetwork:
    torch.manual_seed(0)
    sizes = {name: len(rows) for name, rows in _LISTS.items()}
    return EncoderNetwork(read_encoder(base), _SETTINGS, sizes=sizes, half=half)


def averaged_files(learned: Iterable[Learned], *, base: Path) -> dict[str, bytes]:
    """The files of a model by name: that of the mean of what was learned (Wortsman et al. 2022)."""
    given = list(learned)
    network = _begin(base, half=False)
    network.load_state_dict({name: torch.stack([g[name] for g in given]).mean(0) for name in given[0]})
    return export_files(network.eval(), _LISTS, read_tokenizer(base).to_str().encode())


def calibrate_encoder(files: dict[str, bytes], samples: Sequence[Sample], code: str) -> dict[str, dict[str, object]]:
    """The tables of `corpus.combine.confidence`, fitted to articles that the model of these files has not learned."""
    tagger_model = pool_with_light(make_neural_model(files, code=code, version="new"), code)
    labelled = label_candidates(samples, load_language(code), tagger_model)
    return {"tagger": dict(fit_coefficients(labelled)), "alone": dict(count_rules(labelled))}


def name_words(samples: Sequence[Sample], language: Language) -> list[str]:
    """The words that are nearly always written with a capital, and only with one: each may stand for another."""
    common = frozenset(learn_vocabulary(samples, language)["words"])
    forms = {w for s in samples for w in s.tokens.words if w[:1].isupper() and w[1:].islower()}
    return sorted(w for w in forms if language.fold(w) not in common)
