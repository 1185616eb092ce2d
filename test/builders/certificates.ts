import { createHash, generateKeyPairSync, sign } from 'node:crypto';

/** A key and a certificate that it signed itself, as PEM. */
export interface Identity {
  readonly key: string;
  readonly certificate: string;
}

/**
 * An identity that is good for a day, for a server at 127.0.0.1 or for a client. Node can read certificates and not make
 * them, so its few parts (RFC 5280, 4.1) are put together here: an ECDSA P-256 key, a name, and 127.0.0.1 as what it
 * stands for.
 */
export const selfSigned = (commonName: string): Identity => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = sequence(identifier(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  const name = sequence(
    der(0x31, sequence(identifier(0x55, 0x04, 0x03), der(0x0c, Buffer.from(commonName)))),
  );
  const now = Date.now();
  const day = 24 * 3600 * 1000;
  const subjectAltName = sequence(
    identifier(0x55, 0x1d, 0x11),
    der(0x04, sequence(der(0x87, Buffer.from([127, 0, 0, 1])))),
  );
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(
      0x02,
      Buffer.concat([Buffer.from([1]), createHash('sha256').update(commonName).digest().subarray(0, 8)]),
    ),
    ecdsaWithSha256,
    name,
    sequence(utcTime(now - day), utcTime(now + day)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(subjectAltName)),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const certificate = sequence(
    toBeSigned,
    ecdsaWithSha256,
    der(0x03, Buffer.concat([Buffer.from([0]), signature])),
  );
  // The last line must not be an empty one, which a length of whole lines would leave.
  const lines = certificate.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
};

/** One value in DER: its tag, its length, its content. */
const der = (tag: number, content: Buffer): Buffer => {
  const { length } = content;
  const short = length < 128;
  const lengthBytes = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...(short ? [length] : lengthBytes)]), content]);
};

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, Buffer.concat(parts));
const identifier = (...bytes: readonly number[]): Buffer => der(0x06, Buffer.from(bytes));

/** `YYMMDDhhmmssZ`, good until 2049. */
const utcTime = (time: number): Buffer =>
  der(0x17, Buffer.from(`${new Date(time).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
