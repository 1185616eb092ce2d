import { SystemFailure } from '../errors/system-failure.ts';
import { UserError } from '../errors/user-error.ts';
import { writeWhole } from '../runner/files/write-whole.ts';

/** How the system says that a path is not one to write to, whatever room the disk has. */
const wrongPath = ['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'EROFS', 'ENAMETOOLONG', 'ELOOP'];

/**
 * Writes a file that a user has named.
 * @param what it is, for messages
 * @throws UserError where the path is the fault; SystemFailure where the disk is
 */
export const writeNamed = async (file: string, text: string, what: string): Promise<void> => {
  await asUsersMistake(file, what, () => writeWhole([file, text]));
};

/** What is thrown for the path of a file that a user has named becomes a mistake of the user's. */
export const asUsersMistake = async (file: string, what: string, act: () => Promise<void>): Promise<void> => {
  try {
    await act();
  } catch (error) {
    const cause = error instanceof SystemFailure ? error.cause : error;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (!(cause instanceof Error) || !wrongPath.includes(code)) throw error;
    throw new UserError(`cannot write ${what}: ${cause.message}`, {
      place: { file },
      advice: 'Name a file in a folder that is there and can be written.',
      cause,
    });
  }
};
