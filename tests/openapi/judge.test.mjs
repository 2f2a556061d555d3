// The judge itself, on a small document.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Judge} from './judge.mjs';

const document = {
  jsonSchemaDialect: 'http://json-schema.org/draft-07/schema#',
  info: {title: 'Rounds'},
  paths: {
    '/rounds': {
      post: {
        responses: {
          200: {
            headers: {'Retry-After': {required: true, schema: {type: 'integer', minimum: 1}}, 'X-Page': {schema: {type: 'integer'}}},
            content: {'application/json': {schema: {type: 'object', required: ['id'], properties: {id: {type: 'string'}}}}},
          },
          204: {description: 'nothing'},
        },
      },
    },
  },
};

function judged(change) {
  const headers = {'content-type': 'application/json', 'retry-after': '1', ...change.headers};
  const response = {method: 'POST', path: '/rounds', status: 200, body: Buffer.from(change.text ?? '{"id": "a"}'), ...change, headers};
  return new Judge([document]).judge(response);
}

const right = [
  ['a response as documented', {}],
  ['a Content-Type with parameters, in any case', {headers: {'content-type': 'Application/JSON; charset=utf-8'}}],
  ['an optional header', {headers: {'x-page': '2'}}],
  ['no body where none is documented', {status: 204, text: ''}],
];
for (const [name, change] of right) test(`right: ${name}`, () => assert.deepEqual(judged(change), []));

const wrong = [
  ['another status', {status: 202}, /status is not documented; documented are 200, 204/],
  ['another Content-Type', {headers: {'content-type': 'text/plain'}}, /Content-Type is text\/plain/],
  ['no Content-Type', {headers: {'content-type': undefined}}, /Content-Type is missing/],
  ['a body that is no JSON', {text: '{'}, /no JSON/],
  ['no body', {text: ''}, /no JSON/],
  ['a property that is missing', {text: '{}'}, /at its root: must have required property 'id'/],
  ['a property of another type', {text: '{"id": 1}'}, /at \/id: must be string/],
  ['a header that is missing', {headers: {'retry-after': undefined}}, /header Retry-After is missing/],
  ['a header of another type', {headers: {'x-page': 'two'}}, /header X-Page: must be integer/],
  ['a header out of its range', {headers: {'retry-after': '0'}}, /header Retry-After: must be >= 1/],
  ['a body where none is documented', {status: 204}, /there is a body/],
];
for (const [name, change, sentence] of wrong) {
  test(`wrong: ${name}`, () => {
    const found = judged(change);
    assert.equal(found.length, 1);
    assert.match(found[0], sentence);
  });
}

test('a method or path that is not in the document is not judged', () => {
  assert.equal(judged({method: 'GET'}), undefined);
  assert.equal(judged({path: '/round'}), undefined);
});

test('what was not seen is told', () => {
  const judge = new Judge([document]);
  judge.judge({method: 'POST', path: '/rounds', status: 204, headers: {}, body: Buffer.from('')});
  assert.deepEqual(judge.unseen(), ['POST /rounds 200']);
});

test('a document that the judge cannot judge by is refused', () => {
  assert.throws(() => new Judge([{...document, jsonSchemaDialect: undefined}]), /jsonSchemaDialect/);
  assert.throws(() => new Judge([{...document, paths: {'/rounds/{id}': {}}}]), /templates in paths/);
  const media = {'application/json': {schema: {type: 'object', propertys: {}}}};
  assert.throws(() => new Judge([{...document, paths: {'/rounds': {get: {responses: {200: {content: media}}}}}}]), /unknown keyword/);
});
