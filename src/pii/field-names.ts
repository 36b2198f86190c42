import { type PiiKind } from '../config/pii-variables.js';

const PHONE = /(?:^|_)(?:(?:tele|cell)?phone|mobile|cell|tel|fax|whatsapp|telefon|handy)(?:_?(?:number|no|nr))?$/;
const NAME =
  /^(?:(?:customer|client|contact|recipient|buyer|passenger|guest|billing|shipping|delivery|account|card)_?)*(?:(?:first|last|full|given|family|middle)_?name|surname|holder(?:_?name)?|(?<=_)name)$/;
const ADDRESS =
  /(?:^|_)(?:street(?:_?(?:address|line))?|address(?:_?(?:line)?_?\d)?|(?:billing|shipping|delivery|postal|home)_?address)$/;
const REFERENCE =
  /(?:^|_)(?:id|order|ticket|reference|ref|tracking|invoice|shipment|booking|parcel|case|claim|sku|article|serial)(?:_?(?:numbers?|no|nr|id|code))?$/;

/** What the name of a field says about its value; null when nothing. */
export function kindOfField(name: string): PiiKind | 'reference' | null {
  const plain = name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .replace(/[\s-]+/g, '_')
    .toLowerCase();
  if (PHONE.test(plain)) return 'phone';
  if (NAME.test(plain)) return 'name';
  if (ADDRESS.test(plain) && !/(?:ip|mac|mail|web|wallet)_/.test(plain)) return 'address';
  return REFERENCE.test(plain) ? 'reference' : null;
}
