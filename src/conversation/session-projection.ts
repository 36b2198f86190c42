import { Injectable } from '@nestjs/common';
import { isStoreAway } from '../session/session.errors.js';
import { UnprojectedConversations } from './unprojected-conversations.js';

/** Shows in the session store what is already on record. The store may be out of reach; then it is told later, by `Reprojection`. */
@Injectable()
export class SessionProjection {
  constructor(private readonly unprojected: UnprojectedConversations) {}

  /**
   * What `write` answered, or undefined when the store could not be told and that was noted.
   * @throws what `write` throws while the store is within reach; DatabaseUnavailable
   */
  async tell<T>(sessionId: string, write: () => Promise<T>): Promise<T | undefined> {
    try {
      return await write();
    } catch (error) {
      if (!isStoreAway(error)) throw error;
      await this.unprojected.note(sessionId);
      return undefined;
    }
  }
}
