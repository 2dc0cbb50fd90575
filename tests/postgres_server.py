"""The throwaway PostgreSQL under the name that the tests know it by."""

from services.sync.throwaway_server import (
    ServerBinaries,
    ThrowawayServer,
    server_binaries,
    throwaway_server,
)

__all__ = ["ServerBinaries", "ThrowawayServer", "server_binaries", "throwaway_server"]
