/**
 * Something around Tidemark failed that is neither a mistake of the user's nor anything measured: a full disk, a file that
 * cannot be read. The command ends with exit code 4 and this one sentence, so that no one takes it for a regression.
 */
export class SystemFailure extends Error {
  override readonly name = 'SystemFailure';

  /** @param doing what could not be done, such as `cannot write report.md` */
  constructor(doing: string, cause: unknown) {
    super(`${doing}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** What was under way could not be measured to its end, and nobody's mistake is why (exit code 3). */
export class BrokenOff extends Error {
  override readonly name: string = 'BrokenOff';
}

/** The services ended while they were needed. */
export class ServicesLost extends BrokenOff {
  override readonly name = 'ServicesLost';
}

/** What is measured was changed under way. */
export class CodeChanged extends BrokenOff {
  override readonly name = 'CodeChanged';
}

/** Whether the operating system, and no defect of ours, is why: its errors have a code, those of Node's own checks `ERR_…`. */
export const isOfTheSystem = (thrown: unknown): thrown is Error =>
  thrown instanceof SystemFailure ||
  (thrown instanceof Error &&
    'code' in thrown &&
    typeof thrown.code === 'string' &&
    !thrown.code.startsWith('ERR_'));
