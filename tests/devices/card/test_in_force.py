"""Anchors that an operator installs while the counter runs count from the next card on."""

import os

from devices.card.trust import anchors
from devices.card.trust.in_force import AnchorsInForce
from tests.devices.card import pki


def test_what_is_installed_and_removed_counts_from_the_next_card(tmp_path):
    folder = tmp_path / "card-trust"
    force = AnchorsInForce(folder)
    assert force().empty
    source = tmp_path / "csca.cer"
    source.write_bytes(pki.state().country.certificate)
    installed = anchors.install(source, folder)
    first = force()
    assert len(first.anchors) == 1
    assert force() is first            # not read again for nothing
    installed.unlink()
    assert force().empty


def test_a_damaged_file_stands_for_no_anchors_until_it_is_right(tmp_path):
    folder = tmp_path / "card-trust"
    folder.mkdir()
    path = folder / f"a{anchors.ENDING}"
    path.write_bytes(b"damaged")
    force = AnchorsInForce(folder)
    assert force().empty
    path.write_bytes(pki.state().country.certificate)
    os.utime(path, ns=(1, 1))
    assert not force().empty
