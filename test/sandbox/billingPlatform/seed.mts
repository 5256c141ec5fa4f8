import { Random } from '../random.mjs';
import { entityNamed } from './entities.mjs';
import { insertRow } from './records.mjs';
import type { Store } from './store.mjs';
import type { Stored } from './values.mjs';

const DAY_MS = 86_400_000;
const ACCOUNTS = 40;
const INVOICES_PER_PROFILE = 3;
const REGIONS = ['North', 'East', 'South', 'West'];
const PRODUCTS: ReadonlyArray<readonly [name: string, rate: string, method: number]> = [
	['Base subscription', '49.00', 1],
	['Extra user', '9.50', 2],
	['Storage per GB', '.02', 2],
	['Data transfer per GB', '.1', 3],
	['Support, business hours', '120.00', 1],
	['Support, round the clock', '$0.00<br/>$290.00', 1],
	['Set-up fee', '250.00', 1],
	['Text message', '.045', 3],
];

/** The demo company: the same every time, but with dates around today so that some invoices are overdue. */
export function seedCompany(store: Store): void {
	new Company(store, store.clock.now()).build();
}

class Company {
	private readonly random = new Random(20_240_229);

	constructor(
		private readonly store: Store,
		private readonly now: number,
	) {}

	build(): void {
		this.basics();
		this.catalogue();
		for (let number = 1; number <= ACCOUNTS; number += 1) this.account(number);
	}

	private basics(): void {
		// The root of all accounts is Id 1 in what clients send as parent. [CLIENT]
		for (const type of ['ORGANIZATION', 'CUSTOMER', 'PARTNER']) {
			this.add('ACCOUNT_TYPE', { AccountType: type });
		}
		for (const type of ['Subscription', 'Per unit', 'Tiered']) {
			this.add('RATING_METHOD', { RatingMethodType: type });
		}
		this.add('ACTIVITY_COLLECTOR', { Id: 848, Name: 'Usage file' });
		for (const name of ['Receivables', 'Revenue', 'Tax']) {
			this.add('LEDGER', { Name: name, LedgerType: 'GENERAL' });
		}
	}

	private catalogue(): void {
		PRODUCTS.forEach(([name, rate, method], index) => {
			this.add('PRODUCT', {
				Name: name,
				Status: 'ACTIVE',
				RatingMethodId: method,
				Rate: rate,
				ExternalKey: `PRD-${index + 1}`,
				OrderOfExecution: index + 1,
			});
		});
		for (const name of ['Starter', 'Business']) {
			const packageId = this.add('PACKAGE', { Name: name, PackageStatus: 'ACTIVE' });
			for (const productId of name === 'Starter' ? [1, 2] : [1, 2, 5]) {
				this.add('PACKAGE_PRODUCT', {
					Name: `${name}: ${PRODUCTS[productId - 1][0]}`,
					PackageId: packageId,
					ProductId: productId,
					MinQty: 1,
					MaxQty: -1,
					Rate: productId * 4.5,
				});
			}
		}
	}

	private account(number: number): void {
		const { random } = this;
		const isRoot = number === 1;
		const code = String(number).padStart(3, '0');
		const name = isRoot ? 'Demo Organization' : `Account ${code}`;
		const currency = number % 5 === 0 ? 'EUR' : 'USD';
		const accountId = this.add('ACCOUNT', {
			Name: name,
			Status: number % 13 === 0 ? 'INACTIVE' : 'ACTIVE',
			AccountTypeId: isRoot ? 1 : number % 9 === 0 ? 3 : 2,
			ParentAccountId: isRoot ? null : 1,
			InvoiceAtThisLevel: 1,
			C_CrmId: isRoot ? null : `CRM-${code}`,
			C_Region: random.chance(0.8) ? random.pick(REGIONS) : null,
			C_CreditLimit: random.chance(0.7) ? random.between(1, 50) * 500 : null,
			C_KeyAccount: random.chance(0.2) ? 1 : 0,
			Created: this.day(-random.between(200, 900)),
			Updated: this.day(-random.between(1, 190)),
		});
		if (isRoot) return;
		const profileId = this.billingProfile(accountId, name, code, currency);
		this.contract(accountId, code, currency);
		for (let age = 0; age < INVOICES_PER_PROFILE; age += 1) this.invoice(accountId, profileId, age);
		if (random.chance(0.3)) this.note(accountId, code);
	}

	private billingProfile(accountId: number, name: string, code: string, currency: string): number {
		const id = this.add('BILLING_PROFILE', {
			AccountId: accountId,
			BillTo: name,
			Attention: 'Accounts payable',
			Address1: `${accountId} Example Street`,
			City: 'Exampleville',
			Zip: String(10_000 + accountId),
			Country: 'UNITED STATES',
			Email: `billing-${code}@example.com`,
			CurrencyCode: currency,
			BillingCycle: accountId % 6 === 0 ? 'QUARTERLY' : 'MONTHLY',
			BillingMethod: accountId % 4 === 0 ? 'CREDIT CARD' : 'MAIL',
			MonthlyBillingDate: 31,
			PaymentTermDays: accountId % 7 === 0 ? 14 : 30,
			ManualCloseFlag: 0,
			Status: 'ACTIVE',
		});
		if (accountId % 4 === 0) {
			this.add('WALLET', {
				BillingProfileId: id,
				Status: 'ACTIVE',
				DefaultFlag: 1,
				CreditCardType: 'TEST CARD',
				HostedPaymentPageExternalId: `HPP-${code}`,
			});
		}
		return id;
	}

	private contract(accountId: number, code: string, currency: string): void {
		const start = this.day(-this.random.between(100, 700));
		const end = this.day(this.random.between(-10, 400));
		const contractId = this.add('CONTRACT', {
			AccountId: accountId,
			ContractNumber: `CON-${code}`,
			ContractStatus: 'ACTIVE',
			StartDate: start,
			EndDate: end,
			OnEndDate: this.random.pick(['Terminate', 'Renew']),
		});
		this.add('CONTRACT_CURRENCY', { ContractId: contractId, CurrencyCode: currency });
		const productId = this.random.between(1, PRODUCTS.length);
		const rateId = this.add('CONTRACT_RATE', {
			ContractId: contractId,
			ProductId: productId,
			ContractRateLabel: PRODUCTS[productId - 1][0],
			RatingMethodId: PRODUCTS[productId - 1][2],
			StartDate: start,
		});
		this.add('PRICING', {
			ContractRateId: rateId,
			ProductId: productId,
			CurrencyCode: currency,
			EffectiveDate: start,
			LowerBand: 0,
			UpperBand: -1,
			Rate: this.random.between(1, 400) / 100,
			ExternalKey: `PRC-${code}`,
		});
		this.add('ACCOUNT_PRODUCT', {
			AccountId: accountId,
			ProductId: productId,
			ContractId: contractId,
			Name: PRODUCTS[productId - 1][0],
			Quantity: this.random.between(1, 20),
			StartDate: start,
			RenewalDate: end,
			Status: 'ACTIVE',
		});
	}

	/** Age 0 is the running month, older ones are closed; of those a third is still to be paid. */
	private invoice(accountId: number, profileId: number, age: number): void {
		const { random } = this;
		const isClosed = age > 0;
		const total = random.between(2_000, 90_000) / 100;
		const isPaid = isClosed && random.chance(0.65);
		const closedDaysAgo = (age - 1) * 30 + random.between(1, 20);
		const closed = this.day(-closedDaysAgo);
		const invoiceId = this.add('INVOICE', {
			BillingProfileId: profileId,
			Status: isClosed ? 'CLOSED' : 'CURRENT',
			GrandTotalAmount: total,
			PaymentAmount: isPaid ? total : 0,
			CreditAmount: 0,
			PaymentStatus: isClosed ? (isPaid ? 'PAID' : 'UNPAID') : null,
			DueDate: isClosed ? this.day(30 - closedDaysAgo) : null,
			ClosedDate: isClosed ? closed : null,
			StartDate: this.day(-(age + 1) * 30),
			EndDate: this.day(-age * 30),
			Created: this.day(-(age + 1) * 30),
			Updated: isClosed ? closed : this.day(-1),
		});
		this.add('ACTIVITY', {
			AccountId: accountId,
			ProductId: 1,
			ActivityDate: this.day(-age * 30 - 2),
			Quantity: 1,
			RatedAmount: total,
			InvoiceId: invoiceId,
			ProcessStatus: 'PROCESSED',
			CurrencyCode: 'USD',
		});
		if (isPaid) this.payment(profileId, invoiceId, closedDaysAgo);
		if (isClosed && random.chance(0.05)) this.credit(profileId);
	}

	private payment(profileId: number, invoiceId: number, closedDaysAgo: number): void {
		this.add('PAYMENT', {
			BillingProfileId: profileId,
			PaymentDate: this.day(-Math.max(closedDaysAgo - 5, 0)),
			PaymentType: this.random.pick(['CHECK', 'WIRE', 'CREDIT CARD']),
			Autoallocate: 1,
			ExternalReferenceId: `PAY-${invoiceId}`,
			InvoiceIdDisplay: String(invoiceId),
			VoidFlag: 0,
		});
	}

	private credit(profileId: number): void {
		this.add('CREDIT', {
			BillingProfileId: profileId,
			CreditDate: this.day(-3),
			CreditType: 'GOODWILL',
			CreditNote: 'Late delivery',
			ApprovalStatus: 'APPROVED',
			Autoallocate: 1,
			VoidFlag: 0,
		});
	}

	private note(accountId: number, code: string): void {
		this.add('C_SUBSCRIPTION_NOTE', {
			C_NoteKey: `NOTE-${code}`,
			C_AccountId: accountId,
			C_Subject: 'Renewal talk',
			C_FollowUpDate: this.day(this.random.between(-10, 30)),
			C_Done: this.random.between(0, 1),
		});
	}

	/** Midnight (UTC) so many days from today. */
	private day(offset: number): string {
		return new Date((Math.floor(this.now / DAY_MS) + offset) * DAY_MS).toISOString();
	}

	private add(entity: string, values: Readonly<Record<string, Stored>>): number {
		return insertRow(this.store, entityNamed(entity), new Map(Object.entries(values)), 0);
	}
}
