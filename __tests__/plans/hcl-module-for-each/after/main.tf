locals {
  services = {
    cart     = { namespace = "shop", table = "carts" }
    checkout = { namespace = "shop", table = "payments" }
    invoices = { namespace = "billing", table = "invoices" }
  }
}

module "service" {
  source   = "./modules/service"
  for_each = local.services

  name      = each.key
  namespace = each.value.namespace
  table_arn = "arn:aws:dynamodb:us-east-1:492000000148:table/${each.value.table}"
}
