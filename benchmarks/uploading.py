"""Bytes over the line: the real client and the real gateway against one plain PUT, both flushed to disk at the other end."""

import datetime
import ipaddress
import shutil
import subprocess
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from benchmarks.carrying import carry_new
from benchmarks.counter import a_counter, scanned, scratch
from benchmarks.rows import CannotRun, Figure, Registry, at_least
from benchmarks.serving import Certificate, child, put
from benchmarks.size import Size
from benchmarks.timing import seconds
from sync.transport import HttpTransport

MEGABYTE = 1_000_000


def add_rows(table: Registry) -> None:
    table.row("upload over loopback HTTP, pages of 300 kB", "of one PUT's goodput", None, "MB/s")(upload_scans)
    table.row("upload over loopback HTTP, pages of 1 MB", "of one PUT's goodput", None, "MB/s")(upload_large)
    table.row("upload over loopback TLS, pages of 1 MB", "of one PUT's goodput", at_least(0.5), "MB/s")(upload_secured)


def add_later_rows(table: Registry) -> None:
    table.row("upload over loopback TLS beside curl -T", "of curl's goodput", at_least(0.5), "MB/s")(upload_beside_curl)


def upload_scans(size: Size) -> Figure:
    """Dossiers of scanned pages from the counter's store into the gateway's: read, decrypted, sent page by page, there
    encrypted, flushed, read again and compared, acknowledged, and the acknowledgement kept.

    Against one connection that sends the same plain files as one body into one plain file with one flush: as fast as
    anything can be, and after a cut it begins again. Told and not judged: no link of an office is as fast as loopback.
    """
    return _upload(size, size.page_bytes, secured=False)


def upload_large(size: Size) -> Figure:
    """The same with pages of 1 MB, each one request: less protocol for each byte."""
    return _upload(replace(size, pages=10), MEGABYTE, secured=False)


def upload_secured(size: Size) -> Figure:
    """Pages of 1 MB over TLS, as a counter really sends, against the same PUT over TLS."""
    return _upload(replace(size, pages=10), MEGABYTE, secured=True)


def upload_beside_curl(size: Size) -> Figure:
    """Pages of 1 MB over TLS, as a counter really sends, against `curl -T` of the same bytes as one file over TLS to a server
    that writes and flushes them. curl's own start is in its time, as everything a counter does is in its."""
    curl = shutil.which("curl")
    if curl is None:
        raise CannotRun("no curl here")
    return _upload(replace(size, pages=10), MEGABYTE, secured=True, curl=curl)


def _by_curl(curl: str, port: int, file: Path, certificate: Certificate) -> None:
    """Sends one file and waits for the answer."""
    to = f"https://127.0.0.1:{port}/sink"
    subprocess.run([curl, "-sSf", "--cacert", str(certificate.certificate), "-T", str(file), to], check=True)


def _upload(size: Size, page_bytes: int, *, secured: bool, curl: str = "") -> Figure:
    with scratch(size, "upload") as folder, ExitStack() as open_now:
        certificate = _certificate(folder) if secured else None
        sources = scanned(folder, size.pages, page_bytes)
        dossiers = max(1, size.upload_bytes // (size.pages * page_bytes))
        paths = [source.path for source in sources] * dossiers
        counter = open_now.enter_context(a_counter(folder))
        gateway = open_now.enter_context(child("gateway", folder / "gateway", certificate))
        sink = open_now.enter_context(child("put" if curl else "sink", folder / "sink", certificate))
        transport = _transport(gateway, certificate)
        open_now.callback(transport.close)
        carry_new(counter, transport, sources, 1)
        if curl and certificate:
            whole = folder / "whole"
            whole.write_bytes(b"".join(path.read_bytes() for path in paths))
            send = partial(_by_curl, curl, sink, whole, certificate)
        else:
            send = partial(put, sink, paths, certificate)
        send()
        ours, theirs = [], []
        for _ in range(size.rounds):
            ours.append(carry_new(counter, transport, sources, dossiers))
            theirs.append(seconds(send))
    ratios = sorted(their / our for our, their in zip(ours, theirs, strict=True))
    megabytes = dossiers * size.pages * page_bytes / MEGABYTE
    speed = megabytes / sorted(ours)[len(ours) // 2]
    note = f"{speed:.0f} MB/s; {ratios[0]:.2f}-{ratios[-1]:.2f} over {len(ratios)} rounds of {megabytes:.0f} MB"
    return Figure(ratios[len(ratios) // 2], megabytes / sorted(theirs)[len(theirs) // 2], note)


def _transport(port: int, certificate: Certificate | None) -> HttpTransport:
    """The client's own transport; over TLS it trusts our certificate instead of the system's list."""
    if certificate is None:
        return HttpTransport(f"http://127.0.0.1:{port}")
    return HttpTransport(f"https://127.0.0.1:{port}", certificate.certificate)


def _certificate(folder: Path) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "benchmark")])
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    begins = datetime.datetime.fromtimestamp(0, datetime.UTC)
    builder = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(begins).not_valid_after(begins + datetime.timedelta(days=36_500))
        .add_extension(address, critical=False).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    )  # fmt: skip
    certificate = builder.sign(key, hashes.SHA256())
    made = Certificate(folder / "certificate.pem", folder / "key.pem")
    made.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    made.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )  # fmt: skip
    return made
