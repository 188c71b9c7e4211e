'use strict';

// Express with its own body parser, which has to be told to parse whatever Content-Type comes.

const express = require('express');
const { port, maxBody, accepted, refused, knows, isCallback, work } = require('./account');

const app = express();

app.use((req, res, next) => {
  if (req.method !== 'POST') return res.status(405).json(refused('POST only'));
  if (!knows(req.query)) return res.status(403).json(refused('SdkAppid or Sign is wrong'));
  next();
});

app.use(express.json({ type: () => true, limit: maxBody }));

app.use(async (req, res) => {
  await work();
  if (!isCallback(req.query, req.body)) return res.status(400).json(refused('no callback'));
  res.json(accepted);
});

// Express knows an error handler by its four parameters.
app.use((err, req, res, next) => {
  const status = err.status >= 400 && err.status < 500 ? err.status : 500;
  res.status(status).json(refused('the packet cannot be read'));
});

app.listen(port, '127.0.0.1');
