import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { Controller, Delete, Get, Header, Logger, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { customerExports } from '../telemetry/privacy-metrics.js';
import { Operation } from '../transport/operation.decorator.js';
import { CustomerEraser } from './customer-eraser.js';
import { CustomerExport } from './customer-export.js';
import { CustomerParamsDto, CustomerQueryDto, ErasureDto, ReceiptDto, ReceiptParamsDto } from './customers.dto.js';
import { ErasureJob } from './erasure-job.js';
import { ErasureLedger } from './erasure-ledger.js';

/** How long a request waits for its erasure, ms; the job goes on with what is left. */
const PATIENCE_MS = 4000;

/** What the law gives a customer: all that is kept of them, and its end. */
@ApiTags('Customers')
@ApiSecurity('apiKey')
@Controller()
export class CustomersController {
  private readonly logger = new Logger('Privacy');

  constructor(
    private readonly archive: CustomerExport,
    private readonly eraser: CustomerEraser,
    private readonly ledger: ErasureLedger,
    private readonly job: ErasureJob,
  ) {}

  /**
   * Everything kept of a customer as one JSON archive (docs/privacy.md). An archive that is whole ends with `written`.
   */
  @Get('customers/:userId/export')
  @Operation('customers.export')
  @ApiProduces('application/json')
  @ApiOkResponse({ description: 'The archive', schema: { type: 'object' } })
  async export(
    @Param() { userId }: CustomerParamsDto,
    @Query() { claimed }: CustomerQueryDto,
    @Res() response: Response,
  ): Promise<void> {
    const chunks = await this.archive.open(userId, { claimed: claimed === 'include' });
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.setHeader('Content-Disposition', 'attachment; filename="customer-export.json"');
    response.setHeader('Cache-Control', 'no-store');
    try {
      await pipeline(Readable.from(chunks), response);
      customerExports.inc({ result: 'complete' });
    } catch {
      // The connection is cut: what came must not pass for a whole archive.
      customerExports.inc({ result: 'broken' });
      this.logger.warn({ event: 'customer_export_broken' }, 'The reader went away, or a store failed.');
    }
  }

  /** Erases a customer from every place and says what was removed. Safe to repeat: what is gone is not removed again. */
  @Delete('customers/:userId')
  @Operation('customers.erase')
  @Header('Cache-Control', 'no-store')
  async erase(@Param() { userId }: CustomerParamsDto, @Query() { claimed }: CustomerQueryDto): Promise<ErasureDto> {
    const receiptId = await this.eraser.begin(userId, { claimed: claimed === 'include' });
    await this.eraser.run(receiptId, AbortSignal.timeout(PATIENCE_MS));
    await this.job.wake();
    const earlierReceipts = await this.ledger.earlier(userId, receiptId);
    return ErasureDto.forCaller(await this.eraser.receipt(receiptId), { userId, earlierReceipts });
  }

  /** The receipt of an erasure, and how far it has come. */
  @Get('erasures/:receiptId')
  @Operation('erasures.get')
  @Header('Cache-Control', 'no-store')
  async receipt(@Param() { receiptId }: ReceiptParamsDto): Promise<ReceiptDto> {
    return ReceiptDto.of(await this.eraser.receipt(receiptId));
  }
}
