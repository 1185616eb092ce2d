/** No file at all: what is left is the base under every figure, a cycle that only fetches what is protected. */
export default async function* idle(): AsyncGenerator<string> {
  yield* [];
}
