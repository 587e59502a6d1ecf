// Package web is the HTTP plumbing under every room: the API with its OpenAPI
// description and problem details, paging, ETags, security headers, the
// client's address behind trusted proxies, and the page's files. It knows no
// room.
package web
