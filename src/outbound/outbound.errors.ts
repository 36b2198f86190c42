import { AppError } from '../common/app-error.js';

/** The name of an address leads into a network that nothing is sent to. */
export class AddressRefused extends AppError {
  readonly code = 'address_refused';
  readonly kind = 'forbidden';
}
