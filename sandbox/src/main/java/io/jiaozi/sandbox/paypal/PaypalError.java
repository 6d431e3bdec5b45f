package io.jiaozi.sandbox.paypal;

import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.Reply;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A refusal in the platform's error form; protocol sheet 6.1. */
final class PaypalError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String name;
  private final @Nullable String field;
  private final @Nullable String issue;
  private final String description;

  private PaypalError(
      int status, String name, @Nullable String field, @Nullable String issue, String description) {
    super(description);
    this.status = status;
    this.name = name;
    this.field = field;
    this.issue = issue;
    this.description = description;
  }

  /** 400: the request is not well formed. */
  static PaypalError invalid(String field, String issue, String description) {
    return new PaypalError(400, "INVALID_REQUEST", field, issue, description);
  }

  /** 422 because of one field. */
  static PaypalError unprocessable(String field, String issue, String description) {
    return new PaypalError(422, "UNPROCESSABLE_ENTITY", field, issue, description);
  }

  /** 422 because of the state of things. */
  static PaypalError state(String issue, String description) {
    return new PaypalError(422, "UNPROCESSABLE_ENTITY", null, issue, description);
  }

  static PaypalError notFound() {
    return new PaypalError(
        404,
        "RESOURCE_NOT_FOUND",
        null,
        "INVALID_RESOURCE_ID",
        "Specified resource ID does not exist.");
  }

  static PaypalError notAuthorized(String issue) {
    return new PaypalError(
        403, "NOT_AUTHORIZED", null, issue, "You do not have permission to access this resource.");
  }

  static PaypalError inProgress() {
    return new PaypalError(
        409,
        "RESOURCE_CONFLICT",
        null,
        "PREVIOUS_REQUEST_IN_PROGRESS",
        "A previous request on this resource is currently in progress.");
  }

  static PaypalError unsupportedMediaType() {
    return new PaypalError(
        415, "UNSUPPORTED_MEDIA_TYPE", null, null, "The body must be application/json.");
  }

  static PaypalError authentication() {
    return new PaypalError(
        401, "AUTHENTICATION_FAILURE", null, null, "Authentication failed: no bearer token.");
  }

  /** What a tester asked for with {@code PayPal-Mock-Response}; protocol sheet 1.6. */
  static PaypalError mocked(String issue) {
    return switch (issue) {
      case "INTERNAL_SERVER_ERROR", "INTERNAL_SERVICE_ERROR" ->
          new PaypalError(500, issue, null, null, "An internal server error has occurred.");
      case "SERVICE_UNAVAILABLE" -> new PaypalError(503, issue, null, null, "Service unavailable.");
      case "RATE_LIMIT_REACHED" -> new PaypalError(429, issue, null, null, "Too many requests.");
      case "PREVIOUS_REQUEST_IN_PROGRESS" -> inProgress();
      case "INVALID_RESOURCE_ID" -> notFound();
      case "PERMISSION_DENIED", "CONSENT_NEEDED" -> notAuthorized(issue);
      default -> state(issue, "Asked for by PayPal-Mock-Response.");
    };
  }

  /** What the gateway in front answers when it fails. */
  static PaypalError gateway(int status) {
    return switch (status) {
      case 429 ->
          new PaypalError(429, "RATE_LIMIT_REACHED", null, null, "Too many requests. Blocked.");
      case 503 -> new PaypalError(503, "SERVICE_UNAVAILABLE", null, null, "Service unavailable.");
      default ->
          new PaypalError(
              status, "INTERNAL_SERVER_ERROR", null, null, "An internal server error occurred.");
    };
  }

  /** One sentence for each status, as PayPal's API description has it; details tell the rest. */
  private String message() {
    return switch (status) {
      case 400 -> "Request is not well-formed, syntactically incorrect, or violates schema.";
      case 401 ->
          "Authentication failed due to missing authorization header, or invalid authentication"
              + " credentials.";
      case 403 -> "Authorization failed due to insufficient permissions.";
      case 404 -> "The specified resource does not exist.";
      case 409 -> "The server has detected a conflict while processing this request.";
      case 415 -> "The server does not support the request payload's media type.";
      case 422 ->
          "The requested action could not be performed, semantically incorrect, or failed business"
              + " validation.";
      case 500 -> "An internal server error occurred.";
      case 503 -> "Service Unavailable.";
      default -> description;
    };
  }

  /**
   * The answer.
   *
   * @param debugId what support asks for
   */
  Reply reply(String debugId) {
    ObjectNode body =
        Json.object().put("name", name).put("message", message()).put("debug_id", debugId);
    if (issue != null) {
      ObjectNode detail = Json.object();
      if (field != null) {
        detail.put("field", field).put("location", "body");
      }
      detail.put("issue", issue).put("description", description);
      body.set("details", Json.array().add(detail));
    }
    body.set(
        "links",
        Json.array()
            .add(
                Json.object()
                    .put("href", "https://developer.paypal.com/docs/api/orders/v2/#error")
                    .put("rel", "information_link")
                    .put("method", "GET")));
    return Reply.json(status, body);
  }
}
