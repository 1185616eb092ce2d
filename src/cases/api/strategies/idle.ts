/** Asks for nothing: what is left is the base under every figure. */
export default async function* idle(): AsyncGenerator<never> {
  yield* [];
}
