/** Called where functions are measured: what a process of theirs needs by itself. */
export default (): void => {};
