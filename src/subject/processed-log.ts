import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { fingerprintBytes, fingerprintOf } from '../record/journal/fingerprint.ts';
import type { OnItem } from './case.ts';

/** The log of processed items: a fingerprint each, in order. Constant memory, whatever their number. */
export interface ProcessedLog {
  readonly append: OnItem;
  /** Forgets what was logged: of several cycles the last one is what is checked in full. */
  readonly restart: () => void;
  /** Writes what is still held, and closes the file. */
  readonly close: () => void;
}

const heldFingerprints = 4096;

/** Replaces the file at this path. */
export const openProcessedLog = (path: string): ProcessedLog => {
  const file = openSync(path, 'w');
  const held = Buffer.alloc(heldFingerprints * fingerprintBytes);
  let length = 0;
  let position = 0;

  const flush = (): void => {
    for (let written = 0; written < length; ) {
      const more = writeSync(file, held, written, length - written, position);
      written += more;
      position += more;
    }
    length = 0;
  };

  return {
    append: (name, version) => {
      const fingerprint = fingerprintOf(name, version);
      held.writeDoubleLE(fingerprint.name, length);
      held.writeDoubleLE(fingerprint.version, length + 8);
      length += fingerprintBytes;
      if (length === held.length) flush();
    },
    restart: () => {
      length = 0;
      ftruncateSync(file);
      position = 0;
    },
    close: () => {
      try {
        flush();
      } finally {
        closeSync(file);
      }
    },
  };
};
