variable "cost_centre" {
  type      = string
  sensitive = true
  default   = "hush-one"
}

data "aws_iam_policy_document" "pods" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/kubernetes-namespace"
      values   = ["shop"]
    }
  }
}

resource "aws_iam_role" "cart" {
  name               = "shop-cart"
  assume_role_policy = data.aws_iam_policy_document.pods.json
  tags               = { cost-centre = var.cost_centre }
}

resource "aws_iam_role_policy_attachment" "cart" {
  role       = aws_iam_role.cart.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"
}

resource "aws_eks_pod_identity_association" "cart" {
  cluster_name    = "atlas-eks"
  namespace       = "shop"
  service_account = "cart"
  role_arn        = aws_iam_role.cart.arn
  tags            = { cost-centre = var.cost_centre }
}
