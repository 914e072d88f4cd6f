"""A small WebDriver BiDi client: one websocket, one reader thread, any number of callers.

Replies come through futures, so nobody polls and nobody waits for somebody else's command. Events are handed to the
listener of their browsing context in the order in which the browser sent them, on the reader thread.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any, Protocol

from botex_pytest.errors import BrowserError

Params = dict[str, Any]


class Listener(Protocol):
    """Both methods run on the reader thread: they must not block, and must use `post`, never `call`."""

    def on_event(self, method: str, params: Params) -> None: ...

    def on_lost(self, error: BrowserError) -> None: ...


class Refused(Exception):
    """The browser answered a command with an error. `code` is the protocol's: "no such frame", ..."""

    def __init__(self, method: str, code: str, message: str) -> None:
        self.method, self.code, self.message = method, code, message
        super().__init__(f"{method}: {code}: {message}")

    def as_error(self) -> BrowserError:
        """For whoever cannot go on without what was refused."""
        return BrowserError.refused(self.method, self.code, self.message)


class Connection:
    """An open BiDi session. Thread-safe. `on_lost` is told once, when the socket dies without `close()`."""

    def __init__(
        self,
        url: str,
        *,
        timeout: float = 30.0,
        on_lost: Callable[[BrowserError], None] | None = None,
        headers: Sequence[str] = (),
    ) -> None:
        import websocket

        self.timeout = timeout
        self._on_lost = on_lost
        self._lock = threading.Lock()
        self._number = 0
        self._waiting: dict[int, tuple[str, Future[Params]]] = {}
        self._listeners: dict[str, Listener] = {}
        self._lost: BrowserError | None = None
        self._closing = False
        try:
            self._socket = websocket.create_connection(url, timeout=timeout, suppress_origin=True, header=list(headers))
        except (OSError, websocket.WebSocketException) as error:
            raise BrowserError.gone(f"no connection to {url}: {error}") from error
        self._socket.settimeout(None)
        self._reader = threading.Thread(target=self._read, name="botex-bidi", daemon=True)
        self._reader.start()

    @property
    def alive(self) -> bool:
        return self._lost is None

    def post(self, method: str, params: Params) -> Future[Params]:
        """Send a command without waiting. The future ends with the result, with `Refused`, or with `BrowserError`."""
        future: Future[Params] = Future()
        with self._lock:
            if self._lost:
                future.set_exception(self._lost)
                return future
            self._number += 1
            self._waiting[self._number] = (method, future)
            message = json.dumps(self._request(self._number, method, params))
            try:
                self._socket.send(message)
            except Exception as error:  # noqa: BLE001 - whatever the socket raises, nothing can be sent any more
                self._waiting.pop(self._number)
                future.set_exception(BrowserError.gone(f"{type(error).__name__}: {error}"))
        return future

    def call(self, method: str, params: Params, timeout: float | None = None) -> Params:
        """Send a command and wait for its result; `timeout` in seconds. Raises `Refused` or `BrowserError`."""
        seconds = self.timeout if timeout is None else timeout
        try:
            return self.post(method, params).result(seconds)
        except FutureTimeout:
            raise self._lost or BrowserError.no_answer(method, seconds) from None

    def listen(self, context: str, listener: Listener) -> None:
        """Events of `context`, its frames and the windows it opens go to `listener` from now on. A session of Chrome's own
        protocol is such a context too."""
        with self._lock:
            self._listeners[context] = listener
            lost = self._lost
        if lost:
            listener.on_lost(lost)

    def forget(self, listener: Listener) -> None:
        with self._lock:
            self._listeners = {c: known for c, known in self._listeners.items() if known is not listener}

    def ping(self) -> None:
        """Something for those on the way to see who take a silent socket for a dead one."""
        import websocket

        try:
            self._socket.ping()
        except (OSError, websocket.WebSocketException):
            pass  # the reader notices, too

    def close(self) -> None:
        """Close the socket. Whoever waits gets `BrowserError`. Safe to call twice, from any thread."""
        self._closing = True
        try:
            if self._socket.sock:
                self._socket.sock.shutdown(socket.SHUT_RDWR)  # closing alone would not wake the reader
        except OSError:
            pass  # already closed by the other side
        if threading.current_thread() is not self._reader:
            self._reader.join(5)
        self._socket.shutdown()  # type: ignore[no-untyped-call]

    def _read(self) -> None:
        cause = "the connection to it was closed"
        try:
            while True:
                text = self._socket.recv()
                if not text:
                    break
                message = json.loads(text)
                if "method" in message:
                    self._deliver(*self._event(message))
                else:
                    self._reply(message)
        except Exception as error:  # noqa: BLE001 - a dead reader must wake everybody, whatever killed it
            cause = f"{type(error).__name__}: {error}"
        self._die(BrowserError.gone(cause))

    # -- how messages are written

    def _request(self, number: int, method: str, params: Params) -> Params:
        return {"id": number, "method": method, "params": params}

    def _event(self, message: Params) -> tuple[str, Params]:
        return message["method"], message["params"]

    def _refusal(self, method: str, message: Params) -> Refused:
        return Refused(method, message["error"], message.get("message", ""))

    def _reply(self, message: Params) -> None:
        with self._lock:
            method, future = self._waiting.pop(message.get("id") or 0, ("", None))
        if future is None:
            return
        if "error" in message:
            future.set_exception(self._refusal(method, message))
        else:
            future.set_result(message["result"])

    def _deliver(self, method: str, params: Params) -> None:
        context = params.get("context") or params.get("source", {}).get("context") or params.get("session") or ""
        with self._lock:
            listener = self._listeners.get(context)
            if listener is None and method == "browsingContext.contextCreated":
                listener = self._listeners.get(params.get("parent") or params.get("originalOpener") or "")
                if listener is not None:
                    self._listeners[context] = listener
            if method == "browsingContext.contextDestroyed":
                self._listeners.pop(context, None)
        if listener is not None:
            listener.on_event(method, params)

    def _die(self, error: BrowserError) -> None:
        with self._lock:
            self._lost = error
            waiting, self._waiting = self._waiting, {}
            listeners = set(self._listeners.values())
        for _, future in waiting.values():
            future.set_exception(error)
        for listener in listeners:
            listener.on_lost(error)
        if self._on_lost and not self._closing:
            self._on_lost(error)
