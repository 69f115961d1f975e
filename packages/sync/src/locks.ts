/** Runs work one after the other where its keys overlap, and at once where they don't. */
export class Locks {
  readonly #tails = new Map<string, Promise<void>>();

  /** All keys are claimed in one step, so two pieces of work never wait for each other. */
  async hold<Result>(keys: readonly string[], work: () => Promise<Result>): Promise<Result> {
    const before = keys.map((key) => this.#tails.get(key));
    const result = Promise.all(before).then(work);
    const tail = result.then(
      () => {},
      () => {},
    );
    for (const key of keys) this.#tails.set(key, tail);
    await tail;
    for (const key of keys) if (this.#tails.get(key) === tail) this.#tails.delete(key);
    return result;
  }
}
