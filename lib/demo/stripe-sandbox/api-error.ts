type Facts = {
  code?: string;
  param?: string | undefined;
  decline_code?: string;
  /** Parameters were wrong before anything was done: such an answer is not kept for the idempotency key. */
  isValidation?: boolean;
};

/** An answer of Stripe's error shape, thrown by whoever finds the reason. */
export class ApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly facts: Facts;

  constructor(status: number, type: string, message: string, facts: Facts = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.facts = facts;
  }

  body() {
    const { isValidation: _, ...facts } = this.facts;
    return {
      error: {
        ...facts,
        ...(facts.code ? { doc_url: `https://stripe.com/docs/error-codes/${facts.code.replaceAll('_', '-')}` } : {}),
        message: this.message,
        type: this.type,
      },
    };
  }
}

/** A parameter that is refused before anything is done. */
export function badParameter(message: string, param: string | undefined, code?: string): ApiError {
  return new ApiError(400, 'invalid_request_error', message, {
    ...(code ? { code } : {}),
    ...(param ? { param } : {}),
    isValidation: true,
  });
}

/** A request that is well formed but that the state of the object forbids. */
export function refused(message: string, facts: Omit<Facts, 'isValidation'> = {}): ApiError {
  return new ApiError(400, 'invalid_request_error', message, facts);
}

/** No object of this kind has this id. */
export function missing(kind: string, id: string, param: string, status = 404): ApiError {
  return new ApiError(status, 'invalid_request_error', `No such ${kind}: '${id}'`, { code: 'resource_missing', param });
}
