variable "cluster" {
  type = string
}

variable "services" {
  type = map(object({
    namespace  = string
    bucket_arn = string
    write      = optional(bool, false)
  }))
}

module "service" {
  source   = "../service"
  for_each = var.services

  cluster         = var.cluster
  namespace       = each.value.namespace
  service_account = each.key
  bucket_arn      = each.value.bucket_arn
  actions         = each.value.write ? ["s3:GetObject", "s3:PutObject"] : ["s3:GetObject"]
}
