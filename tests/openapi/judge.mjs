// Holds responses against OpenAPI documents. A response must have a documented status, media type, body and headers.
import Ajv from 'ajv';
import addFormats from 'ajv-formats';

const dialect = 'http://json-schema.org/draft-07/schema#';

// Strict: a keyword that the dialect does not know would judge nothing. Types and properties may stand in different branches.
const strict = {strict: true, strictTypes: false, strictRequired: false, allErrors: true};
const ajv = addFormats(new Ajv(strict)).addVocabulary(['x-maxSignificantDigits', 'x-maxDecimals']);  // ours, of amounts
// A header is text; what its schema calls a number is read as one.
const headerAjv = addFormats(new Ajv({...strict, coerceTypes: true}));

/** A function that holds a value against the schema; throws where the schema itself is wrong. */
export function compileSchema(schema) {
  return ajv.compile(schema);
}

export class Judge {
  #operations = new Map();  // "POST /v1/balance" -> status -> what is documented of it
  #seen = new Set();        // "POST /v1/balance 200"

  constructor(documents) {
    for (const document of documents) this.#add(document);
  }

  /**
   * What leaves the document: sentences, none where all is right. Undefined where no document has this method and path.
   * The response is as it came: `path` without query, `headers` with lower-case names, `body` in bytes.
   */
  judge({method, path, status, headers, body}) {
    const statuses = this.#operations.get(`${method} ${path}`);
    if (statuses === undefined) return undefined;
    this.#seen.add(`${method} ${path} ${status}`);
    const documented = statuses.get(String(status));
    if (documented === undefined) return [`the status is not documented; documented are ${[...statuses.keys()].join(', ')}`];
    return [...judgeHeaders(documented.headers, headers), ...judgeBody(documented.bodies, headers['content-type'], body)];
  }

  /** Documented operations and statuses that no response had so far: `POST /v1/balance 200`. */
  unseen() {
    const all = [...this.#operations].flatMap(([operation, statuses]) => [...statuses.keys()].map(status => `${operation} ${status}`));
    return all.filter(one => !this.#seen.has(one));
  }

  #add(document) {
    if (document.jsonSchemaDialect !== dialect) throw new Error(`${document.info.title}: jsonSchemaDialect is not ${dialect}`);
    const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);
    for (const [path, item] of Object.entries(document.paths)) {
      // A template would need matching; without it, its operations would pass unjudged.
      if (path.includes('{')) throw new Error(`${document.info.title}: ${path}: templates in paths are not supported`);
      for (const [method, operation] of Object.entries(item))
        if (methods.has(method)) this.#operations.set(`${method.toUpperCase()} ${path}`, compileResponses(operation.responses));
    }
  }
}

function compileResponses(responses) {
  return new Map(Object.entries(responses).map(([status, response]) => [status, {
    bodies: new Map(Object.entries(response.content ?? {}).map(([type, media]) => [type, compileSchema(media.schema)])),
    headers: Object.entries(response.headers ?? {}).map(([name, header]) =>
      ({name, required: header.required === true, validate: headerAjv.compile(wrapped(header.schema))})),
  }]));
}

// Coercion replaces a value in the object that holds it.
const wrapped = schema => ({type: 'object', properties: {value: schema}});

function judgeHeaders(documented, headers) {
  return documented.flatMap(({name, required, validate}) => {
    const value = headers[name.toLowerCase()];
    if (value === undefined) return required ? [`the header ${name} is missing`] : [];
    return validate({value}) ? [] : [`the header ${name}: ${validate.errors.map(error => error.message).join(', ')}`];
  });
}

function judgeBody(documented, contentType, body) {
  if (documented.size === 0) return body.length === 0 ? [] : ['there is a body, and none is documented'];
  const type = (contentType ?? '').split(';')[0].trim().toLowerCase();
  const validate = documented.get(type);
  if (validate === undefined)
    return [`the Content-Type is ${contentType ?? 'missing'}; documented is ${[...documented.keys()].join(', ')}`];
  // Only the form is judged here, which rounding does not change; what amounts are is judged by the suite.
  let value;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch (error) {
    return [`the body is no JSON: ${error.message}`];
  }
  return validate(value) ? [] : validate.errors.map(error => `the body, at ${error.instancePath || 'its root'}: ${error.message}`);
}
