import { describe, expect, it } from '@jest/globals';
import { customerName } from './customer-name.js';

describe('customerName', () => {
  it.each([
    ['Hello, my name is Anna Petrova and my parcel is late', 'Anna Petrova'],
    ['please call me Jean-Luc', 'Jean-Luc'],
    ['Mein Name ist Jürgen Groß.', 'Jürgen Groß'],
    ["Bonjour, je m'appelle Zoé", 'Zoé'],
    ['My name’s O’Brien', "O'Brien"],
    ['меня зовут Ольга', 'Ольга'],
  ])('finds the name in %j', (text, name) => {
    expect(customerName(text)?.value).toBe(name);
  });

  it.each([
    'my name is misspelled on the invoice',
    'call me tomorrow',
    "I'm Furious about this",
    'this is Urgent',
    'his name is Peter',
    'The product name is Aurora',
  ])('finds none in %j', (text) => {
    expect(customerName(text)).toBeUndefined();
  });
});
