import { createServer } from 'node:http';
import express from 'express';
import { announce } from './announce.js';

/** As webhook handlers are written for it: the body as bytes. */
const app = express();
app.use(express.raw({ type: () => true, limit: '64mb' }));
app.use((request, response) => {
  response.type('text/plain').send(request.body.length > 0 ? 'ok\n' : 'empty\n');
});
announce(createServer(app));
