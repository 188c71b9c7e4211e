'use strict';

// Node's own http module: field names in lower case, answers in chunks.

const http = require('node:http');
const querystring = require('node:querystring');
const { port, maxBody, accepted, refused, knows, isCallback, work } = require('./account');

function answer(res, status, packet) {
  res.writeHead(status, { 'content-type': 'application/json' });
  const text = JSON.stringify(packet);
  res.write(text.slice(0, 20)); // two writes: no Content-Length
  res.end(text.slice(20));
}

function parse(body) {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const server = http.createServer((req, res) => {
  const chunks = [];
  let size = 0;
  req.on('data', (chunk) => {
    size += chunk.length;
    if (size <= maxBody) chunks.push(chunk);
  });
  req.on('end', async () => {
    await work();
    const query = querystring.parse(req.url.split('?')[1]);
    if (req.method !== 'POST') return answer(res, 405, refused('POST only'));
    if (size > maxBody) return answer(res, 413, refused('the packet is too large'));
    if (!knows(query)) return answer(res, 403, refused('SdkAppid or Sign is wrong'));
    if (!isCallback(query, parse(Buffer.concat(chunks)))) return answer(res, 400, refused('no callback'));
    answer(res, 200, accepted);
  });
});

server.listen(port, '127.0.0.1');
