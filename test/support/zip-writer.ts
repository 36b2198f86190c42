import { crc32, deflateRawSync } from 'node:zlib';

/** A part of an archive. `deflated` and `declaredBytes` let a hostile archive say something else than it holds. */
export interface ZipPart {
  readonly name: string;
  readonly content?: string | Buffer;
  /** A ready deflate stream, in place of `content`. */
  readonly deflated?: Buffer;
  /** Unpacked size that the archive claims. */
  readonly declaredBytes?: number;
  readonly encrypted?: boolean;
}

const DEFLATE = 8;
const LOCAL_HEADER = 30;
const CENTRAL_HEADER = 46;
const END = 22;

/** A zip archive (PKWARE APPNOTE 4.3) of these parts. */
export function zip(parts: readonly ZipPart[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const fields = fieldsOf(part);
    const local = Buffer.concat([localHeader(fields), fields.name, fields.data]);
    directory.push(Buffer.concat([centralHeader(fields, offset), fields.name]));
    files.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...files, central, endRecord(parts.length, central.length, offset)]);
}

interface Fields {
  readonly name: Buffer;
  readonly data: Buffer;
  readonly flags: number;
  readonly crc: number;
  readonly unpacked: number;
}

function fieldsOf({ name, content = '', deflated, declaredBytes, encrypted }: ZipPart): Fields {
  const bytes = Buffer.from(content);
  return {
    name: Buffer.from(name),
    data: deflated ?? deflateRawSync(bytes),
    flags: encrypted ? 1 : 0,
    crc: crc32(bytes),
    unpacked: declaredBytes ?? bytes.length,
  };
}

function localHeader({ name, data, flags, crc, unpacked }: Fields): Buffer {
  const header = Buffer.alloc(LOCAL_HEADER);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(DEFLATE, 8);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(data.length, 18);
  header.writeUInt32LE(unpacked, 22);
  header.writeUInt16LE(name.length, 26);
  return header;
}

function centralHeader({ name, data, flags, crc, unpacked }: Fields, offset: number): Buffer {
  const header = Buffer.alloc(CENTRAL_HEADER);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(DEFLATE, 10);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(data.length, 20);
  header.writeUInt32LE(unpacked, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE(offset, 42);
  return header;
}

function endRecord(entries: number, centralBytes: number, centralOffset: number): Buffer {
  const record = Buffer.alloc(END);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(Math.min(entries, 0xffff), 8);
  record.writeUInt16LE(Math.min(entries, 0xffff), 10);
  record.writeUInt32LE(centralBytes, 12);
  record.writeUInt32LE(centralOffset, 16);
  return record;
}
