"""The colours of the types: to be told apart on the page by every eye, on white and on dark."""

from __future__ import annotations

from itertools import combinations

import pytest

from kg.schema import Schema, load_schema
from pages import ROOT

# G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A physiologically-based model for simulation of color vision
# deficiency", 2009: the matrices for full protanopia, deuteranopia and tritanopia, on linear RGB.
VISION = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
# B. Ottosson, "A perceptual color space for image processing", 2020: linear RGB to cones, their roots to Oklab.
CONES = ((0.4122215, 0.5363325, 0.0514460), (0.2119035, 0.6806995, 0.1073970), (0.0883025, 0.2817188, 0.6299787))
OKLAB = ((0.2104543, 0.7936178, -0.0040720), (1.9779985, -2.4285922, 0.4505937), (0.0259040, 0.7827718, -0.8086758))

Triple = tuple[float, ...]


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(ROOT / "ontology" / "kg.ttl")


def linear(colour: str) -> Triple:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return tuple(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)


def times(matrix: tuple[Triple, ...], vector: Triple) -> Triple:
    return tuple(sum(factor * share for factor, share in zip(row, vector, strict=True)) for row in matrix)


def contrast(first: str, second: str) -> float:
    low, high = sorted(times(((0.2126, 0.7152, 0.0722),), linear(colour))[0] for colour in (first, second))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("background", ["#ffffff", "#12161c"])
def test_colours_stand_out_from_the_background(schema: Schema, background: str) -> None:
    assert all(contrast(info.colour, background) >= 3 for info in schema.types.values())


@pytest.mark.parametrize("vision", VISION)
def test_colours_stay_apart_for_every_eye(schema: Schema, vision: str) -> None:
    def seen(colour: str) -> Triple:
        light = (min(1.0, max(0.0, share)) for share in times(VISION[vision], linear(colour)))
        return times(OKLAB, tuple(share ** (1 / 3) for share in times(CONES, tuple(light))))

    points = [seen(info.colour) for info in schema.types.values()]
    # 0.02 is about what one can just tell apart side by side.
    near = [pair for pair in combinations(points, 2) if sum((a - b) ** 2 for a, b in zip(*pair, strict=True)) < 0.07**2]

    assert not near
