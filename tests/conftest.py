"""What holds for all tests, and the stores they start: servers on this machine that speak the protocols of object stores."""

from __future__ import annotations

import logging
from http.server import ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# how long one case takes says more about what else the machine does than about the program
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A client of an S3 server without buckets of the test's own names."""
    s3fs = pytest.importorskip("s3fs")
    server_module = pytest.importorskip("moto.server")
    boto3 = pytest.importorskip("boto3")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = server_module.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    yield boto3.client("s3")
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


@pytest.fixture
def gs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Any]]:
    """What makes a bucket on a server of Google Cloud Storage, and gives the store as fsspec has it."""
    plain = pytest.importorskip("gcsfs.core").GCSFileSystem
    emulator = pytest.importorskip("gcp_storage_emulator.server")
    config = pytest.importorskip("fsspec.config")
    # one that answers one connection at a time waits for ever for a client that keeps two
    monkeypatch.setattr("http.server.HTTPServer", ThreadingHTTPServer)
    server = emulator.create_server("127.0.0.1", 0, in_memory=True)
    server.start()
    host, port = server._api._httpd.server_address  # noqa: SLF001 - it does not tell its port otherwise
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://{host}:{port}")
    monkeypatch.setitem(config.conf, "gs", {"token": "anon"})
    # what newer versions put in its place asks Google itself about a bucket, whatever server is named
    monkeypatch.setitem(pytest.importorskip("fsspec.registry")._registry, "gs", plain)  # noqa: SLF001
    plain.clear_instance_cache()

    def bucket(name: str) -> Any:
        store = plain(project="a", token="anon")  # noqa: S106 - nobody asks for it
        store.mkdir(name)
        return store

    yield bucket
    plain.clear_instance_cache()
    server.stop()
