/**
 * Market data out of public web pages, described and not programmed: {@link io.quotron.providers.html.HtmlProvider} loads a page, and
 * {@link io.quotron.providers.html.QuotePage}, {@link io.quotron.providers.html.TablePage} and
 * {@link io.quotron.providers.html.CsvPage} say where on it the data is. {@link io.quotron.providers.html.HtmlPages} holds ready ones.
 *
 * <p>Pages change without notice. A page that lacks what it should have is MALFORMED_RESPONSE that names the selector or column; a page
 * that asks for consent, a captcha or JavaScript instead is BLOCKED. Nothing of a page is ever guessed.
 *
 * <p>Asked gently by default: one request in five seconds, one at a time. Only hosts that are configured are asked.
 */
@NullMarked
package io.quotron.providers.html;

import org.jspecify.annotations.NullMarked;
