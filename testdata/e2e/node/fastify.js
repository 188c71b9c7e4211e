'use strict';

// Fastify with a parser of its own for every Content-Type and for none.

const { port, maxBody, accepted, refused, knows, isCallback, work } = require('./account');
const app = require('fastify')({ bodyLimit: maxBody });

app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'string' }, (req, body, done) => {
  try {
    done(null, JSON.parse(body));
  } catch (err) {
    err.statusCode = 400;
    done(err);
  }
});

app.addHook('onRequest', async (req, reply) => {
  if (req.method !== 'POST') return reply.code(405).send(refused('POST only'));
  if (!knows(req.query)) return reply.code(403).send(refused('SdkAppid or Sign is wrong'));
});

app.post('/*', async (req, reply) => {
  await work();
  if (!isCallback(req.query, req.body)) return reply.code(400).send(refused('no callback'));
  return accepted;
});

app.setErrorHandler((err, req, reply) => reply.code(err.statusCode ?? 500).send(refused('the packet cannot be read')));

app.listen({ port, host: '127.0.0.1' });
