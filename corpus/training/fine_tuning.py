"""Fine-tune a pretrained encoder and fit its confidence: from annotated articles to the files of a neural model.

Deterministic on one machine, for one version of the libraries, one number of threads and one seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn

from corpus.languages.language import Language, load_language
from corpus.models.encoder import TOKENIZER, make_neural_model, pool_with_light
from corpus.models.features import class_names
from corpus.models.weights import make_vocabulary
from corpus.models.wordpieces import WordPieceTokenizer
from corpus.training.batches import TrainingArticle, make_groups
from corpus.training.calibrate import count_rules, fit_coefficients, label_candidates
from corpus.training.encoder import EncoderNetwork, read_encoder
from corpus.training.encoder_batches import make_encoder_batch
from corpus.training.export_encoder import export_files
from corpus.training.light import losses
from corpus.training.network import NetworkConfig
from corpus.training.samples import Sample, learn_vocabulary, token_inputs

#: The word pieces carry the words; only shape, classes, quotation and rules are added to them.
_LISTS = {"words": ["", ""], "endings": [""], "classes": list(class_names())}
_CONFIG = NetworkConfig(dropout=0.1, input_dropout=0.1, word_dropout=0.0)
_MAX_GRADIENT_NORM = 1.0
_STEPS_PER_REPORT = 25
#: The learning rate never falls below this share of the highest one.
_LEAST_RATE = 0.01
#: The trained parameters of a network by name.
Parameters = dict[str, torch.Tensor]
#: Called with the steps done, all steps, and the mean losses of labels and links since the last call.
StepCallback = Callable[[int, int, float, float], None]


@dataclass(frozen=True, slots=True)
class FineTuningConfig:
    """How long and how fast an encoder is fine-tuned.

    Attributes:
        rounds: passes over all articles; may end within one.
        rate: highest learning rate of the encoder.
        head_rate: highest learning rate of everything else.
        decay: weight decay.
        warm_up: steps until the highest learning rate.
        tokens: maximum number of tokens in a batch, padding included.
        link_weight: weight of the loss of links; that of labels is 1.
        seed: of dropout and order; initial weights are the same for all seeds.
        threads: of PyTorch; another number gives other results.
        half: whether the encoder computes in bfloat16.
    """

    rounds: float = 2.5
    rate: float = 2e-4
    head_rate: float = 1e-3
    decay: float = 1e-2
    warm_up: int = 60
    tokens: int = 1800
    link_weight: float = 0.1
    seed: int = 0
    threads: int = 2
    half: bool = True


def read_tokenizer(folder: Path) -> Tokenizer:
    """Read a folder's ``tokenizer.json``, without padding and truncation."""
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def learn_encoder(
    samples: Sequence[Sample],
    code: str,
    *,
    base: Path,
    config: FineTuningConfig,
    progress: StepCallback | None = None,
) -> Parameters:
    """Fine-tune an encoder.

    Args:
        samples: annotated articles.
        code: of their language.
        base: a folder with a pretrained encoder: ``config.json``, ``model.safetensors`` and ``tokenizer.json``.
        config: of the fine-tuning.
        progress: called every 25 steps.

    Returns:
        The trained parameters; on one machine equal for equal arguments.
    """
    torch.set_num_threads(config.threads)
    torch.use_deterministic_algorithms(mode=True)
    language, vocabulary = load_language(code), make_vocabulary(_LISTS)
    network = _initial_network(base, half=config.half)
    # All seeds start from the same weights, so that their mean is meaningful; the seed changes order and dropout.
    if config.seed:
        torch.manual_seed(config.seed)
    tune(
        network,
        [TrainingArticle(s, token_inputs(s.tokens, language, vocabulary)) for s in samples],
        tokenizer=WordPieceTokenizer(read_tokenizer(base)),
        names=name_words(samples, language),
        config=config,
        progress=progress,
    )
    parameters: Parameters = network.state_dict()
    return parameters


def _initial_network(base: Path, *, half: bool) -> EncoderNetwork:
    torch.manual_seed(0)
    sizes = {name: len(rows) for name, rows in _LISTS.items()}
    return EncoderNetwork(read_encoder(base), _CONFIG, sizes=sizes, half=half)


def tune(
    network: EncoderNetwork,
    examples: Sequence[TrainingArticle],
    *,
    tokenizer: WordPieceTokenizer,
    names: Sequence[str],
    config: FineTuningConfig,
    progress: StepCallback | None = None,
) -> None:
    """Fine-tune a network in place, as PyTorch does.

    Args:
        network: the network; it is in evaluation mode afterwards.
        examples: articles with the inputs of the network.
        tokenizer: splits tokens into word pieces.
        names: words that may replace each other, so that no name is learned by heart.
        config: of the fine-tuning.
        progress: called every 25 steps.
    """
    rng = random.Random(config.seed)  # noqa: S311 (order of articles, not a secret)
    groups = _groups_of_all_rounds(examples, config, rng)
    optimizer = _optimizer(network, config)
    highest_rates = [options["lr"] for options in optimizer.param_groups]
    label_sum, link_sum = 0.0, 0.0
    network.train()
    for step, group in enumerate(groups):
        share = min(1.0, (step + 1) / config.warm_up) * max(_LEAST_RATE, 1 - step / len(groups))
        for options, rate in zip(optimizer.param_groups, highest_rates, strict=True):
            options["lr"] = rate * share
        labels, links = losses(network, group, make_encoder_batch(group, tokenizer, names, rng))
        (labels + config.link_weight * links).backward()
        nn.utils.clip_grad_norm_(network.parameters(), _MAX_GRADIENT_NORM)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        label_sum, link_sum = label_sum + labels.item(), link_sum + links.item()
        if progress is not None and (step + 1) % _STEPS_PER_REPORT == 0:
            progress(step + 1, len(groups), label_sum / _STEPS_PER_REPORT, link_sum / _STEPS_PER_REPORT)
            label_sum, link_sum = 0.0, 0.0
    network.eval()


def _groups_of_all_rounds(
    examples: Sequence[TrainingArticle], config: FineTuningConfig, rng: random.Random
) -> list[list[TrainingArticle]]:
    groups: list[list[TrainingArticle]] = []
    first_round = 0
    while not groups or len(groups) < config.rounds * first_round:
        groups += make_groups(examples, tokens=config.tokens, rng=rng)
        first_round = first_round or len(groups)
    return groups[: int(config.rounds * first_round)]


def _optimizer(network: EncoderNetwork, config: FineTuningConfig) -> torch.optim.Optimizer:
    pretrained = set(network.encoder.parameters())
    heads = [p for p in network.parameters() if p not in pretrained]
    groups = [
        {"params": list(network.encoder.parameters()), "lr": config.rate},
        {"params": heads, "lr": config.head_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=config.decay, fused=True)


def averaged_files(trained: Iterable[Parameters], *, base: Path) -> dict[str, bytes]:
    """Average the parameters of several trainings (Wortsman et al. 2022).

    Args:
        trained: from `learn_encoder`, with the same base.
        base: the folder of the pretrained encoder.

    Returns:
        The files of the model by name (`corpus.models.encoder.FILES`).
    """
    members = list(trained)
    network = _initial_network(base, half=False)
    network.load_state_dict({name: torch.stack([m[name] for m in members]).mean(0) for name in members[0]})
    return export_files(network.eval(), _LISTS, read_tokenizer(base).to_str().encode())


def calibrate_encoder(files: dict[str, bytes], samples: Sequence[Sample], code: str) -> dict[str, dict[str, object]]:
    """Fit the confidence of a neural model.

    Args:
        files: of the model.
        samples: annotated articles that it has not learned from.
        code: of their language.

    Returns:
        The tables of the model's confidence file.
    """
    model = pool_with_light(make_neural_model(files, code=code, version="new"), code)
    labelled = label_candidates(samples, load_language(code), model)
    return {"tagger": dict(fit_coefficients(labelled)), "alone": dict(count_rules(labelled))}


def name_words(samples: Sequence[Sample], language: Language) -> list[str]:
    """The words that are nearly always capitalized, and only in their first letter, sorted."""
    common = frozenset(learn_vocabulary(samples, language)["words"])
    forms = {w for s in samples for w in s.tokens.words if w[:1].isupper() and w[1:].islower()}
    return sorted(w for w in forms if language.fold(w) not in common)
