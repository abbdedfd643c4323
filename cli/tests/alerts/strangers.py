"""Programs that share no code with Semey: a mail server (aiosmtpd), and a receiver's check of a webhook.

strangers.py smtp MODE FOLDER     takes letters until it is ended; MODE is none, starttls or implicit
strangers.py verify               reads a webhook as JSON and says which signatures are good
"""

import base64
import datetime
import ipaddress
import json
import pathlib
import ssl
import sys
import time

USER, PASSWORD = b"semey", b"correct horse battery"


def certificates(folder):
    """An authority of its own, and a certificate for this machine."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    def name(text):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    now = datetime.datetime.now(datetime.timezone.utc)
    day = datetime.timedelta(days=1)
    authority_key, own_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))

    def builder(subject, key, ca):
        return (
            x509.CertificateBuilder()
            .subject_name(name(subject))
            .issuer_name(name("Authority of a test"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - day)
            .not_valid_after(now + day)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        )

    authority = builder("Authority of a test", authority_key, True).sign(authority_key, hashes.SHA256())
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    own = (
        builder("localhost", own_key, False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "authority.pem").write_bytes(authority.public_bytes(pem))
    (folder / "own.pem").write_bytes(own.public_bytes(pem))
    plain = serialization.NoEncryption()
    (folder / "own.key").write_bytes(own_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "own.pem", folder / "own.key")
    return context


class Keep:
    """Keeps each letter as JSON: envelope, headers, and text as a mail program reads it."""

    def __init__(self, folder):
        self.folder, self.count = folder, 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 nobody lives here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        import email
        import email.policy

        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        kept = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "hello": session.host_name,
            "secured": session.ssl is not None,
            "user": getattr(session.auth_data, "login", b"").decode(),
            "headers": {name: str(value) for name, value in letter.items()},
            "text": letter.get_content().replace("\r\n", "\n"),
            "longest": max(len(line) for line in envelope.content.split(b"\r\n")),
        }
        beside = self.folder / f"letter-{self.count}.new"
        beside.write_text(json.dumps(kept, ensure_ascii=False))
        beside.rename(self.folder / f"letter-{self.count}.json")
        self.count += 1
        return "250 taken"


def serve(mode, folder):
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import AuthResult

    def login(server, session, envelope, mechanism, data):
        good = (data.login, data.password) == (USER, PASSWORD)
        return AuthResult(success=good, auth_data=data, handled=False)

    secured = {} if mode == "none" else {"authenticator": login, "auth_required": True}
    if mode == "starttls":
        secured |= {"tls_context": certificates(folder), "require_starttls": True}
    elif mode == "implicit":
        # aiosmtpd counts only STARTTLS as secured.
        secured |= {"ssl_context": certificates(folder), "auth_require_tls": False}
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(Keep(folder), hostname="127.0.0.1", port=port, **secured)
    controller.start()
    print(port, flush=True)
    while True:
        time.sleep(60)


def verify():
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from standardwebhooks import Webhook

    own = json.load(sys.stdin)
    headers, body = own["headers"], own["body"]
    good = []
    if own.get("secret"):
        assert Webhook(own["secret"]).verify(body, headers) == json.loads(body)
        good.append("v1")
    if own.get("public"):
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(own["public"].removeprefix("whpk_")))
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
        for signature in headers["webhook-signature"].split(" "):
            version, text = signature.split(",")
            if version == "v1a":
                key.verify(base64.b64decode(text), signed)
                try:
                    key.verify(base64.b64decode(text), signed + b" ")
                    raise AssertionError("a changed body is taken")
                except InvalidSignature:
                    good.append("v1a")
    print(" ".join(good))


if __name__ == "__main__":
    if sys.argv[1] == "smtp":
        serve(sys.argv[2], pathlib.Path(sys.argv[3]))
    else:
        verify()
