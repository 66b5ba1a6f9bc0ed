"""TLS as configured."""

import ssl
from pathlib import Path

import pytest

from bot.adapters.base import Refused
from bot.adapters.irc.tls import context
from bot.core.settings import Tls
from tests.servers.common import Pki


def test_certificates_are_verified_unless_told_otherwise() -> None:
    made = context(Tls())
    assert (made.verify_mode, made.check_hostname) == (ssl.CERT_REQUIRED, True)
    made = context(Tls(verify=False))
    assert (made.verify_mode, made.check_hostname) == (ssl.CERT_NONE, False)


def test_an_authority_of_our_own_replaces_the_others(pki: Pki) -> None:
    assert len(context(Tls(ca=str(pki.ca))).get_ca_certs()) == 1


def test_a_client_certificate_is_loaded(pki: Pki) -> None:
    context(Tls(ca=str(pki.ca), certificate=str(pki.client_cert), key=str(pki.client_key)))


@pytest.mark.parametrize("tls", [Tls(ca="missing.pem"), Tls(certificate="missing.pem", key="missing.key")])
def test_a_missing_file_is_named(tls: Tls) -> None:
    with pytest.raises(Refused, match=r"missing\.pem.* No such file"):
        context(tls)


def test_a_file_that_is_no_certificate_is_named(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("not a certificate")
    with pytest.raises(Refused, match=r"ca\.pem"):
        context(Tls(ca=str(tmp_path / "ca.pem")))
