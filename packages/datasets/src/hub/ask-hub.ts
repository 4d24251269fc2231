// internal
import { DatasetError } from '../dataset-error.js';
import { failureMessage } from '../download/failure-message.js';

/** Settings of requests to the hub's API. */
export interface HubRequest {
  readonly endpoint: string;
  readonly repository: string;
  readonly type: 'model' | 'dataset' | 'space';
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
}

/** The hub can't be reached. */
export class HubSilence extends Error {
  constructor(
    readonly request: HubRequest,
    override readonly cause: unknown,
  ) {
    super('no answer');
  }

  asDatasetError(): DatasetError {
    const { endpoint, repository } = this.request;
    return new DatasetError('hubFile', {
      expected: `an answer from ${endpoint}`,
      received: failureMessage(this.cause),
      file: repository,
      hint: 'Check the connection; or pass a folder that has the file in the option folder.',
      cause: this.cause,
    });
  }
}

/** An answer of the hub's API about a repository. */
export async function askHub(request: HubRequest, path: string, body?: object): Promise<unknown> {
  const { endpoint, repository, type, headers, signal, timeoutMs } = request;
  const url = `${endpoint}/api/${type}s/${repository}/${path}`;
  const timeout = AbortSignal.timeout(timeoutMs);
  const init: RequestInit = {
    headers: body ? { ...headers, 'content-type': 'application/json' } : headers,
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  };
  let response: Response;
  try {
    response = await fetch(url, init);
    if (response.ok) return await response.json();
  } catch (cause) {
    signal?.throwIfAborted();
    throw new HubSilence(request, cause);
  }
  await response.body?.cancel();
  if (response.status >= 500) throw new HubSilence(request, `HTTP ${response.status} ${response.statusText}`);
  throw new DatasetError('hubFile', {
    expected: `a ${type} of the hub`,
    received: `HTTP ${response.status} ${response.statusText}`.trim(),
    file: repository,
    hint: 'Check its name and revision; for a private or gated one accept its terms and pass a token.',
  });
}
