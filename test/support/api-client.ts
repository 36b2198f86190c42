/** An answer of the API; `body` is parsed JSON, or the text when it is none. */
export interface ApiAnswer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface ApiOptions {
  /** A customer's session token. */
  readonly token?: string;
  /** A key of a service, an operator or an administrator. */
  readonly apiKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Calls an instance over HTTP as a client would; never throws on a status. Paths begin with a slash, prefix included. */
export class ApiClient {
  constructor(readonly url: string) {}

  get<Body>(path: string, options?: ApiOptions): Promise<ApiAnswer<Body>> {
    return this.send<Body>('GET', path, undefined, options);
  }

  post<Body>(path: string, body?: unknown, options?: ApiOptions): Promise<ApiAnswer<Body>> {
    return this.send<Body>('POST', path, body, options);
  }

  put<Body>(path: string, body?: unknown, options?: ApiOptions): Promise<ApiAnswer<Body>> {
    return this.send<Body>('PUT', path, body, options);
  }

  patch<Body>(path: string, body?: unknown, options?: ApiOptions): Promise<ApiAnswer<Body>> {
    return this.send<Body>('PATCH', path, body, options);
  }

  delete<Body>(path: string, options?: ApiOptions): Promise<ApiAnswer<Body>> {
    return this.send<Body>('DELETE', path, undefined, options);
  }

  /** The bare response, for streams and for bodies that are not JSON: a string or bytes are sent as they are. */
  request(method: string, path: string, body?: unknown, options: ApiOptions = {}): Promise<Response> {
    const raw = typeof body === 'string' || body instanceof Uint8Array || body instanceof FormData;
    return fetch(new URL(path, this.url), {
      method,
      headers: {
        ...(body === undefined || raw ? {} : { 'content-type': 'application/json' }),
        ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
        ...(options.apiKey === undefined ? {} : { 'x-api-key': options.apiKey }),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body: raw ? (body as NonNullable<RequestInit['body']>) : JSON.stringify(body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  }

  private async send<Body>(
    method: string,
    path: string,
    body: unknown,
    options?: ApiOptions,
  ): Promise<ApiAnswer<Body>> {
    const response = await this.request(method, path, body, options);
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parse(text) as Body };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
