"""A learned network as the arrays that `corpus.models` reads."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from corpus.models.tokens import SPAN_ROLES
from corpus.training.network import Network

Halves = NDArray[np.float16]


def export(network: Network) -> dict[str, Halves]:
    """The arrays by name. Embeddings leave already projected to the network's width, since nothing stands between."""
    projection, bias = network.input.weight.T, network.input.bias
    tables = {
        "word": network.word.weight,
        "ending": network.ending.weight,
        "shape": network.shape.weight,
        "quotation": network.quotation.weight,
        "class": network.classes.weight.T,
        **{f"rules.{n}": network.rules[n].weight for n in range(len(SPAN_ROLES))},
    }
    arrays: dict[str, Tensor] = {name: table @ projection for name, table in tables.items()}
    # Every token has one shape, so the bias of the projection can live there.
    arrays["shape"] = arrays["shape"] + bias
    for n, convolution in enumerate(network.convolutions):
        arrays[f"conv.{n}"] = convolution.kernel.weight.T
        arrays[f"conv.{n}.bias"] = convolution.kernel.bias
    arrays |= {"out": network.out.weight.T, "out.bias": network.out.bias}
    arrays |= {"transitions": network.transitions, "start": network.start, "end": network.end}
    for n, link in enumerate(network.linkers):
        arrays |= {
            f"link.{n}.left": link.left.weight.T, f"link.{n}.left.bias": link.left.bias,
            f"link.{n}.right": link.right.weight.T, f"link.{n}.right.bias": link.right.bias,
            f"link.{n}.none": link.none.weight[0], f"link.{n}.none.bias": link.none.bias,
            f"link.{n}.from_left": link.from_left.weight.T, f"link.{n}.from_right": link.from_right.weight.T,
            f"link.{n}.from_both": link.from_both.weight.T, f"link.{n}.from_features": link.from_features.weight.T,
            f"link.{n}.distance": link.distance.weight + link.from_features.bias,
            f"link.{n}.out": link.out.weight[0], f"link.{n}.out.bias": link.out.bias,
        }  # fmt: skip
    return {name: a.detach().numpy().astype(np.float16) for name, a in arrays.items()}
