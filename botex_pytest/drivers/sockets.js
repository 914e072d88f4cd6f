// Runs in the page's own world before any of its scripts: tells what live pages and chats say to the server and hear from it.
// oTree's other sockets (wait pages, moving on) carry nothing of the study.
(tell) => {
  const TOLD = {'/live': 'live', '/chat': 'chat'};
  const LONGEST = 2000;  // characters of one message
  const MOST = 1000;     // messages of one document; a page may send one for each move of the mouse

  let count = 0;
  const note = (kind, data) => {
    if (count++ > MOST) return;
    const text = typeof data === 'string' ? data : '[not text]';
    const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}... (${text.length} characters)` : text;
    tell(JSON.stringify({kind, url: location.href, text: count > MOST ? 'further messages of this page are not kept' : short}));
  };

  const {send, addEventListener} = WebSocket.prototype;
  const known = new WeakMap();  // socket -> live or chat

  const Socket = new Proxy(WebSocket, {
    construct(target, args, newTarget) {
      const socket = Reflect.construct(target, args, newTarget === Socket ? target : newTarget);
      const name = TOLD[new URL(socket.url).pathname];
      if (name) {
        known.set(socket, name);
        addEventListener.call(socket, 'message', (event) => note(`${name}-received`, event.data));
      }
      return socket;
    },
  });
  WebSocket.prototype.constructor = Socket;
  WebSocket.prototype.send = function (data) {
    if (known.has(this)) note(`${known.get(this)}-sent`, data);
    return send.call(this, data);
  };
  window.WebSocket = Socket;
}
