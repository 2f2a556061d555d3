// The OpenAPI documents of the contracts, read by an outside tool: each with all its references followed.
import {bundle, createConfig, lint} from '@redocly/openapi-core';
import {readdirSync, existsSync} from 'node:fs';
import {join} from 'node:path';

// Every rule that the linter recommends, as errors; examples are held against their schemas. A licence is no matter of a contract.
const rules = {extends: ['recommended-strict'], rules: {'no-invalid-media-type-examples': 'error', 'info-license': 'off'}};
const config = createConfig(rules);

/** Paths of the documents below `schemas`, one for each contract and one for the sandbox of the reference server. */
export function documentFiles(schemas) {
  return readdirSync(schemas).sort().map(contract => join(schemas, contract, 'openapi.yaml')).filter(existsSync);
}

/** What the linter finds wrong with a document: lines `FILE:LINE:COLUMN: RULE: SENTENCE`; none where it is right. */
export async function complaints(file) {
  const problems = await lint({ref: file, config: await config});
  return problems.map(problem => {
    const {source, pointer, start} = problem.location[0];
    const place = start ? `${start.line}:${start.col}` : pointer;
    return `${source.absoluteRef}:${place}: ${problem.ruleId}: ${problem.message}`;
  });
}

/** The document as one object without references. */
export async function readDocument(file) {
  const {bundle: document, problems} = await bundle({ref: file, config: await config, dereference: true});
  const errors = problems.filter(problem => problem.severity === 'error');
  if (errors.length > 0) throw new Error(`${file}: ${errors.map(error => error.message).join('; ')}`);
  return document.parsed;
}
